package golden

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// compareJSONBody compares a body with JSON that may hold masks. Differences
// name the place in it, as "body $.books[0].id".
func compareJSONBody(want, got string, scope *Scope) []Difference {
	value, err := decodeJSON(got)
	if err != nil {
		return []Difference{{Where: "body", Want: want, Got: got, Note: "it is no JSON: " + err.Error()}}
	}
	if !strings.Contains(want, "«") && printJSON(value) == want {
		return nil
	}
	expected, err := decodeJSON(want)
	if err != nil {
		return []Difference{{Where: "body", Want: want, Got: got, Note: "the expected body is no JSON: " + err.Error()}}
	}
	c := jsonComparer{scope: scope}
	c.compare("$", expected, value)
	return c.found
}

type jsonComparer struct {
	scope *Scope
	found []Difference
}

func (c *jsonComparer) differ(path string, want, got any, note string) {
	d := Difference{Where: "body " + path, Note: note}
	if want != nil {
		d.Want = printJSON(want)
	}
	if got != nil {
		d.Got = printJSON(got)
	}
	c.found = append(c.found, d)
}

func (c *jsonComparer) compare(path string, want, got any) {
	switch w := want.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			c.object(path, w, g)
			return
		}
	case []any:
		if g, ok := got.([]any); ok {
			c.array(path, w, g)
			return
		}
	case string:
		if err := matchJSON(w, got, c.scope); err == nil {
			return
		} else if !errors.Is(err, errOther) {
			c.differ(path, want, got, err.Error())
			return
		}
	default:
		if want == got {
			return
		}
	}
	c.differ(path, nullable(want), nullable(got), "")
}

// nullable keeps null apart from nothing.
func nullable(value any) any {
	if value == nil {
		return json.RawMessage("null")
	}
	return value
}

// matchJSON compares a JSON value with an expected string, in which masks may
// stand. A mask that is all of the string takes values of its matcher's type.
func matchJSON(want string, got any, scope *Scope) error {
	t, err := parseTemplate(want)
	if err != nil {
		return err
	}
	alone := t.alone()
	number, isNumber := got.(json.Number)
	switch text, isString := got.(string); {
	case alone != nil && alone.shape.Any && !isString:
		return alone.check(printJSON(got), scope)
	case alone != nil && alone.shape.Number && isNumber:
		return t.match(number.String(), scope)
	case alone != nil && alone.shape.Number, !isString:
		return errOther
	default:
		return t.match(text, scope)
	}
}

func (c *jsonComparer) object(path string, want, got map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if value, ok := got[name]; ok {
			c.compare(member(path, name), want[name], value)
		} else {
			c.differ(member(path, name), nullable(want[name]), nil, "the member is missing")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			c.differ(member(path, name), nil, nullable(got[name]), "the member is new")
		}
	}
}

func (c *jsonComparer) array(path string, want, got []any) {
	for i := range min(len(want), len(got)) {
		c.compare(fmt.Sprintf("%s[%d]", path, i), want[i], got[i])
	}
	if len(want) != len(got) {
		c.differ(path, nil, nil, fmt.Sprintf("%d elements are expected, %d came", len(want), len(got)))
		for i := len(want); i < len(got); i++ {
			c.differ(fmt.Sprintf("%s[%d]", path, i), nil, nullable(got[i]), "the element is new")
		}
		for i := len(got); i < len(want); i++ {
			c.differ(fmt.Sprintf("%s[%d]", path, i), nullable(want[i]), nil, "the element is missing")
		}
	}
}

var plainMember = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$]*$`)

// member returns the path of an object's member, in JSONPath's notation.
func member(path, name string) string {
	if plainMember.MatchString(name) {
		return path + "." + name
	}
	return fmt.Sprintf("%s[%q]", path, name)
}

// eachString calls visit with every string that is a value in decoded JSON.
func eachString(value any, visit func(string) error) error {
	switch value := value.(type) {
	case string:
		return visit(value)
	case []any:
		for _, element := range value {
			if err := eachString(element, visit); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if err := eachString(value[name], visit); err != nil {
				return err
			}
		}
	}
	return nil
}
