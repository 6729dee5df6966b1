package handler

import (
	"bytes"
	"encoding/json"

	"routescope/engine/pipeline"
	"routescope/engine/route"
)

// An object is a JSON object whose members keep their order, which JavaScript
// shows.
type object struct {
	names  []string
	values map[string]any
}

func (o *object) set(name string, value any) {
	if o.values == nil {
		o.values = map[string]any{}
	}
	if _, known := o.values[name]; !known {
		o.names = append(o.names, name)
	}
	o.values[name] = value
}

func (o *object) json() json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, name := range o.names {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(mustJSON(name))
		b.WriteByte(':')
		b.WriteString(mustJSON(o.values[name]))
	}
	b.WriteByte('}')
	return b.Bytes()
}

// paramsJSON returns parameters in the order of their pattern.
func paramsJSON(params route.Params) json.RawMessage {
	var o object
	values := params.Map()
	for _, p := range params {
		o.set(p.Name, values[p.Name])
	}
	return o.json()
}

// queryJSON returns what req.query is: the query, with the route's parameters on
// top.
func queryJSON(query pipeline.Query, params route.Params) json.RawMessage {
	var o object
	for _, q := range query {
		if q.Values != nil {
			o.set(q.Name, q.Values)
		} else {
			o.set(q.Name, q.Value)
		}
	}
	values := params.Map()
	for _, p := range params {
		o.set(p.Name, values[p.Name])
	}
	return o.json()
}
