package route

import (
	"strings"
	"unicode/utf8"
)

// A Param is one parameter a URL filled in. Exactly one of Value and Values is
// meaningful: Values is non-nil for the catch-all kinds.
type Param struct {
	Name   string
	Value  string   // of [name], decoded
	Values []string // of [...name] and [[...name]], decoded one by one
}

// List reports whether the parameter is a list of segments.
func (p Param) List() bool { return p.Values != nil }

// String returns the value, a list joined with slashes.
func (p Param) String() string {
	if p.List() {
		return strings.Join(p.Values, "/")
	}
	return p.Value
}

// Params are the parameters of a match in order of appearance. An optional
// catch-all that matched nothing is absent.
type Params []Param

// Lookup returns the parameter of that name, if the URL filled it in.
func (ps Params) Lookup(name string) (Param, bool) {
	for _, p := range ps {
		if p.Name == name {
			return p, true
		}
	}
	return Param{}, false
}

// Map returns the parameters as a handler receives them: string or []string.
func (ps Params) Map() map[string]any {
	m := make(map[string]any, len(ps))
	for _, p := range ps {
		if p.List() {
			m[p.Name] = p.Values
		} else {
			m[p.Name] = p.Value
		}
	}
	return m
}

// A DecodeError reports a percent sequence that is not UTF-8. Next.js answers
// such a request with 400 and tries no further route. Exception: a production
// server without a pages directory answers 500.
type DecodeError struct {
	Text string // the segment that cannot be decoded
}

// Error returns Next's words.
func (e *DecodeError) Error() string { return "failed to decode param" }

// params turns captured text into parameters. captures are in order of
// appearance; an absent optional catch-all has no capture.
func (p Pattern) params(captures []string) (Params, error) {
	if len(captures) == 0 {
		return nil, nil
	}
	params := make(Params, 0, len(captures))
	for _, s := range p.segments {
		if s.Kind == Static || len(params) == len(captures) {
			continue
		}
		param, err := s.param(captures[len(params)])
		if err != nil {
			return nil, err
		}
		params = append(params, param)
	}
	return params, nil
}

func (s Segment) param(captured string) (Param, error) {
	if s.Kind == Dynamic {
		value, err := decodeParam(captured)
		return Param{Name: s.Text, Value: value}, err
	}
	values := strings.Split(captured, "/")
	for i, v := range values {
		decoded, err := decodeParam(v)
		if err != nil {
			return Param{}, err
		}
		values[i] = decoded
	}
	return Param{Name: s.Text, Values: values}, nil
}

// normalize is Next's normalizeDynamicRouteParams, the last step before a handler
// sees its parameters: it stops at a value that is its own placeholder, and takes
// an optional catch-all away that says nothing but "index".
func (p Pattern) normalize(params Params) Params {
	i := 0
	for _, s := range p.segments {
		if s.Kind == Static || i == len(params) {
			continue
		}
		value := params[i].Value
		if params[i].List() && len(params[i].Values) > 0 {
			value = params[i].Values[0]
		}
		value = strings.TrimSuffix(value, ".rsc")
		if isPlaceholder(s, value) && (!params[i].List() || len(params[i].Values) == 1) {
			return params
		}
		if s.Kind == OptionalCatchAll && value == "index" && len(params[i].Values) == 1 {
			return append(params[:i], params[i+1:]...)
		}
		i++
	}
	return params
}

// isPlaceholder reports whether value is the segment's own brackets. It compares
// piece by piece because it runs for every request.
func isPlaceholder(s Segment, value string) bool {
	if len(value) < 2 || value[0] != '[' {
		return false
	}
	s.Prefix, s.Suffix = "", ""
	return value == s.String()
}

const nextSeparator = "_NEXTSEP_"

// decodeParam is decodeURIComponent, less the separator that Next.js puts in
// front of values of adjacent parameters.
func decodeParam(text string) (string, error) {
	decoded, err := decodeURIComponent(text)
	if err != nil {
		return "", err
	}
	return strings.TrimPrefix(decoded, nextSeparator), nil
}

// decodeURIComponent follows https://tc39.es/ecma262/#sec-decodeuricomponent-encodeduricomponent:
// every percent sign starts an escape, and escapes must form valid UTF-8.
func decodeURIComponent(text string) (string, error) {
	if strings.IndexByte(text, '%') < 0 {
		return text, nil
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		if text[i] != '%' {
			out = append(out, text[i])
			i++
			continue
		}
		start := len(out)
		for i < len(text) && text[i] == '%' {
			if i+2 >= len(text) || !isHex(text[i+1]) || !isHex(text[i+2]) {
				return "", &DecodeError{Text: text}
			}
			out = append(out, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 3
		}
		if !utf8.Valid(out[start:]) {
			return "", &DecodeError{Text: text}
		}
	}
	return string(out), nil
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
