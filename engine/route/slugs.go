package route

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// appPaths is the validation of app paths that the build makes first: each path
// for itself, then optional catch-alls beside their empty form, then paths of the
// same shape.
func (l *conflictList) appPaths(app []Route) {
	var texts []string
	byText := map[string][]Route{}
	for _, r := range app {
		text := r.Pattern.String()
		byText[text] = append(byText[text], r)
		if len(byText[text]) > 1 {
			continue
		}
		if err := validateAppPath(text); err != nil {
			l.add(Conflict{Kind: InvalidSegment, Stops: Build, Message: err.Error(), Hint: "Rename the folder."}, r)
			continue
		}
		texts = append(texts, text)
	}
	byShape := map[string][]string{}
	var shapes []string
	for _, text := range texts {
		shape := shapeOf(readAppSegments(text))
		if byShape[shape] == nil {
			shapes = append(shapes, shape)
		}
		byShape[shape] = append(byShape[shape], text)
	}
	for _, text := range texts {
		l.besideEmptyForm(text, byShape, byText)
	}
	for _, shape := range shapes {
		if same := byShape[shape]; len(same) > 1 {
			l.ambiguous(shape, same, byText)
		}
	}
}

func (l *conflictList) besideEmptyForm(text string, byShape map[string][]string, byText map[string][]Route) {
	segments := readAppSegments(text)
	if len(segments) == 0 || segments[len(segments)-1].kind != OptionalCatchAll {
		return
	}
	last := segments[len(segments)-1]
	prefix := shapeOf(segments[:len(segments)-1])
	for _, other := range byShape[prefix] {
		l.add(Conflict{
			Kind: SameSpecificity, Stops: Build,
			Message: fmt.Sprintf(`You cannot define a route with the same specificity as an optional catch-all route ("%s" and "%s/[[...%s]]").`,
				other, strings.TrimSuffix(prefix, "/"), last.param),
			Hint: fmt.Sprintf("%s already answers %s. Write [...%s] instead, or remove the other.", text, other, last.param),
		}, byText[other][0], byText[text][0])
	}
}

func (l *conflictList) ambiguous(shape string, same []string, byText map[string][]Route) {
	var routes []Route
	lines := ""
	for _, text := range same {
		routes = append(routes, byText[text]...)
		lines += "\n  - " + text
	}
	l.add(Conflict{
		Kind: AmbiguousShape, Stops: Build,
		Message: fmt.Sprintf("Ambiguous app routes detected:\n\nAmbiguous route pattern \"%s\" matches multiple routes:%s\n\nThese routes cannot be distinguished from each other when matching URLs. Please ensure that dynamic segments have unique patterns or use different static segments.", shape, lines),
		Hint:    "Keep one of them.",
	}, routes...)
}

// intercepts finds markers that climb too high, and intercepting pages whose
// target does not exist.
func (l *conflictList) intercepts(app []Route) {
	shapes := map[string]bool{}
	for _, r := range app {
		shapes[shapeOf(readAppSegments(r.Pattern.String()))] = true
	}
	for _, r := range app {
		text := r.Pattern.String()
		i, err := ParseIntercept(text)
		if err != nil {
			l.add(Conflict{
				Kind: BadIntercept, Stops: Build, Message: err.Error(),
				Hint: "A marker counts URL segments, not folders: groups and slots do not count.",
			}, r)
		}
		if i == nil || r.Kind != AppPage || shapes[shapeOf(readAppSegments(i.Target))] {
			continue
		}
		l.add(Conflict{
			Kind: NoCanonical, Stops: Build,
			Message: fmt.Sprintf("The following interception routes do not have a canonical route:\n- %s (expected %s)\n\nEvery interception route must have a matching non-interception route so the URL can be loaded directly or refreshed.", text, i.Target),
			Hint:    "Add a page at " + i.Target + ".",
		}, r)
	}
}

// sorted finds what getSortedRoutes stops at. It goes on behind each problem, to
// report the others as well.
func (l *conflictList) sorted(routes []Route, stops Stage) {
	root := &sortNode{}
	var accepted []Route
	for _, r := range routes {
		parts := splitPath(r.Pattern.String())
		err := root.insert(parts, nil, false)
		if err == nil {
			accepted = append(accepted, r)
			continue
		}
		partner := findPartner(accepted, r)
		kind := SlugNames
		if len(partner) == 0 {
			kind = InvalidSegment
		}
		l.add(Conflict{Kind: kind, Stops: stops, Message: err.Error(), Hint: sortHint(partner, r, stops)}, append(partner, r)...)
	}
	l.readOut(root, accepted, stops)
}

// findPartner returns the earlier route that r does not go with, if its own path
// is fine.
func findPartner(accepted []Route, r Route) []Route {
	text := r.Pattern.String()
	if _, err := Sort([]string{text}); err != nil {
		return nil
	}
	for _, other := range accepted {
		if _, err := Sort([]string{other.Pattern.String(), text}); err != nil {
			return []Route{other}
		}
	}
	return nil
}

func sortHint(partner []Route, r Route, stops Stage) string {
	if len(partner) == 0 {
		return "Rename the file or folder."
	}
	hint := fmt.Sprintf("Use one name for this level in %s and %s.", partner[0].Pattern, r.Pattern)
	if stops == Start {
		hint += " The build passes and the server then does not start."
	}
	return hint
}

// readOut reports every optional catch-all that stands beside its empty form.
func (l *conflictList) readOut(n *sortNode, routes []Route, stops Stage) {
	for {
		_, err := n.read("/", nil)
		var clash *specificityError
		if !errors.As(err, &clash) {
			return
		}
		at := slices.IndexFunc(routes, func(r Route) bool { return r.Pattern.String() == clash.path })
		catchAll := strings.TrimSuffix(clash.path, "/") + "/[[..." + clash.name + "]]"
		other := slices.IndexFunc(routes, func(r Route) bool { return r.Pattern.String() == catchAll })
		if at < 0 || other < 0 {
			return
		}
		l.add(Conflict{
			Kind: SameSpecificity, Stops: stops, Message: err.Error(),
			Hint: fmt.Sprintf("%s already answers %s. Write [...%s] instead, or remove the other.", catchAll, clash.path, clash.name),
		}, routes[at], routes[other])
		clash.node.optional = nil
	}
}
