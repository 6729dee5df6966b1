package route

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// visitOrder is the order in which the builder walks the app directory: within a
// folder pages before the rest, a folder's own files before its subfolders, and
// those in byte order.
func visitOrder(a, b Route) int {
	partsA, partsB := strings.Split(folder(a), "/"), strings.Split(folder(b), "/")
	return cmp.Or(slices.Compare(partsA, partsB), pageFirst(a)-pageFirst(b))
}

func pageFirst(r Route) int {
	if r.Kind == AppPage {
		return 0
	}
	return 1
}

// folder is where the route's file lies; without a file, where its key says.
func folder(r Route) string {
	if r.File != "" {
		return path.Dir(r.File)
	}
	return path.Dir(r.Page)
}

// sameAppPath finds routes, pages and metadata files of the app directory that
// meet on one path.
func (l *conflictList) sameAppPath(app []Route) {
	first := map[string]Route{}
	for _, r := range app {
		text := r.Pattern.String()
		reference, taken := first[text]
		switch {
		case !taken:
			first[text] = r
		case folder(reference) == folder(r) && reference.Kind == r.Kind:
			l.duplicate(reference, r, "")
		case reference.Kind == AppPage && r.Kind == AppPage:
			l.samePages(reference, r)
		default:
			l.add(Conflict{
				Kind: SamePath, Stops: Build, Message: clashMessage(r, reference, text),
				Hint: "Remove one of the two, or give it a folder of its own: groups and slots add nothing to a URL.",
			}, r, reference)
		}
	}
}

func clashMessage(r, reference Route, text string) string {
	words := noun(r) + " and " + noun(reference)
	if noun(r) == noun(reference) {
		words = noun(r) + "s"
	}
	return fmt.Sprintf("Conflicting %s at %s: %s at %s and %s at %s",
		words, text, noun(r), r.Page, noun(reference), reference.Page)
}

func noun(r Route) string {
	switch r.Kind {
	case AppPage:
		return "page"
	case MetadataRoute:
		return "metadata"
	default:
		return "route"
	}
}

// samePages reports two pages on one path, unless they are in different slots.
func (l *conflictList) samePages(reference, r Route) {
	a, b := strings.Split(path.Dir(reference.Page), "/"), strings.Split(path.Dir(r.Page), "/")
	if !slices.Equal(slots(a), slots(b)) {
		return
	}
	i := 0
	for i < len(b)-1 && i < len(a) && a[i] == b[i] {
		i++
	}
	l.add(Conflict{
		Kind: SamePath, Stops: Build,
		Message: fmt.Sprintf("You cannot have two parallel pages that resolve to the same path. Please check %s and %s.",
			strings.Join(a, "/"), strings.Join(b[:i+1], "/")),
		Hint: "Remove one of the two pages: groups add nothing to a URL.",
	}, reference, r)
}

func slots(parts []string) []string {
	return slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return !strings.HasPrefix(s, "@") })
}

// duplicate reports two files for one route, of which Next.js takes one without
// a word.
func (l *conflictList) duplicate(a, b Route, message string) {
	other := b
	if servedFirst(b) < servedFirst(a) {
		other = a
	}
	if message == "" {
		message = fmt.Sprintf("Two files for %s: %s and %s.", a.Pattern, a.File, b.File)
	}
	hint := "Remove one of them: which one Next.js takes depends on their names."
	if servedFirst(a) != servedFirst(b) {
		hint = fmt.Sprintf("Remove %s: it is never used.", other.File)
	}
	l.add(Conflict{Kind: DuplicateFile, Message: message, Hint: hint}, a, b)
}

// duplicatePages finds files of the pages directory with one path.
func (l *conflictList) duplicatePages(pages []Route, withApp bool) {
	first := map[string]Route{}
	for _, r := range pages {
		text := r.Pattern.String()
		reference, taken := first[text]
		if !taken {
			first[text] = r
			if r.Kind == Page && text == "/api" {
				l.add(Conflict{
					Kind: APIFile, Message: "pages/api is a page and not an API route when it is a file of that name.",
					Hint: "Move it to pages/api/index.",
				}, r)
			}
			continue
		}
		files := []string{reference.File, r.File}
		slices.SortFunc(files, shallowFirst)
		l.duplicate(reference, r, fmt.Sprintf("Duplicate page detected. %s and %s both resolve to %s.", files[0], files[1], text))
		if withApp {
			l.list[len(l.list)-1].Stops = Dev // its server hangs on such a project that has an app directory too
		}
	}
}

func shallowFirst(a, b string) int {
	return cmp.Or(strings.Count(a, "/")-strings.Count(b, "/"), strings.Compare(a, b))
}

// bothRouters finds paths that app and pages both have.
func (l *conflictList) bothRouters(app, pages []Route) {
	byText := map[string]Route{}
	for _, r := range slices.Backward(app) {
		byText[r.Pattern.String()] = r
	}
	for _, r := range pages {
		if other, taken := byText[r.Pattern.String()]; taken {
			l.add(Conflict{
				Kind: BothRouters, Stops: Build,
				Message: fmt.Sprintf("App Router and Pages Router both match path: %s\nNext.js does not support having both App Router and Pages Router routes matching the same path. Please remove one of the conflicting routes.", r.Pattern),
				Hint:    "Keep the one in app if you are migrating, and remove the other.",
			}, other, r)
		}
	}
}

// publicFiles finds public files on the path of a route. Those of pages stop the
// build; an app route only loses its URL.
func (l *conflictList) publicFiles(public, pages []Route, router string, app ...Route) {
	byText := map[string]Route{}
	for _, r := range public {
		byText[r.Page] = r
	}
	for _, r := range slices.Concat(pages, app) {
		file, taken := byText[r.Pattern.String()]
		if !taken {
			continue
		}
		c := Conflict{
			Kind: PublicFileClash, Stops: Build,
			Message: "Conflicting public and page file was found. https://nextjs.org/docs/messages/conflicting-public-file-page\n" + r.Pattern.String(),
			Hint:    "Rename one of the two.",
		}
		if router == "app" {
			c.Kind, c.Stops = Shadowed, Nothing
			c.Message = fmt.Sprintf("A conflicting public file and page file was found for path %s https://nextjs.org/docs/messages/conflicting-public-file-page", r.Pattern)
			c.Hint = fmt.Sprintf("%s takes every request in production, and the request fails in development. Rename one of the two.", file.File)
		}
		l.add(c, file, r)
	}
}
