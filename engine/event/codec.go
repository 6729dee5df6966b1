package event

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// kinds is the closed list of events: the name each has in JSON and one line of
// documentation for the people who read `send --events`.
var kinds = []struct {
	name string
	doc  string
	zero Event
}{
	{"request.received", "the request was accepted", &RequestReceived{}},
	{"stage.ran", "a pipeline stage changed or answered the request", &StageRan{}},
	{"route.matched", "a route serves the request", &RouteMatched{}},
	{"route.missed", "no route serves the request", &RouteMissed{}},
	{"module.compiled", "source was compiled for this request", &ModuleCompiled{}},
	{"handler.started", "the project's function was called", &HandlerStarted{}},
	{"handler.returned", "the project's function settled", &HandlerReturned{}},
	{"handler.threw", "the project's function threw", &HandlerThrew{}},
	{"console.written", "a console call, or a line of Next.js", &ConsoleWritten{}},
	{"cache.read", "a cache was looked up", &CacheRead{}},
	{"cache.stored", "a cache entry was written", &CacheStored{}},
	{"cache.invalidated", "a tag or path was invalidated", &CacheInvalidated{}},
	{"upstream.started", "fetch sent a request", &UpstreamStarted{}},
	{"upstream.finished", "fetch got its answer", &UpstreamFinished{}},
	{"interim.sent", "an informational response was sent, such as 103", &InterimSent{}},
	{"headers.sent", "the head of the response was sent", &HeadersSent{}},
	{"chunk.sent", "a part of the body was sent", &ChunkSent{}},
	{"response.ended", "the body is complete or was cut", &ResponseEnded{}},
	{"isolate.replaced", "the isolate was lost and replaced", &IsolateReplaced{}},
	{"finished", "the exchange is over", &Finished{}},
	{"failed", "routescope could not carry the exchange out", &Failed{}},
}

var (
	nameOf = map[reflect.Type]string{}
	typeOf = map[string]reflect.Type{}
)

func init() {
	for _, k := range kinds {
		t := reflect.TypeOf(k.zero)
		nameOf[t] = k.name
		typeOf[k.name] = t.Elem()
	}
}

// Name returns an event's name, for example "route.matched".
func Name(e Event) string { return nameOf[reflect.TypeOf(e)] }

// Marshal returns an event as one JSON object whose "event" member is its name.
func Marshal(e Event) ([]byte, error) {
	body, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("encoding event %s: %w", Name(e), err)
	}
	head, err := json.Marshal(Name(e))
	if err != nil {
		return nil, err
	}
	out := append([]byte(`{"event":`), head...)
	if len(body) > len("{}") {
		out = append(out, ',')
	}
	return append(out, body[1:]...), nil
}

// Unmarshal is the inverse of [Marshal].
func Unmarshal(data []byte) (Event, error) {
	var head struct {
		Event string `json:"event"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("decoding event: %w", err)
	}
	t, ok := typeOf[head.Event]
	if !ok {
		return nil, fmt.Errorf("decoding event: unknown event %q", head.Event)
	}
	e := reflect.New(t).Interface().(Event)
	if err := json.Unmarshal(data, e); err != nil {
		return nil, fmt.Errorf("decoding event %s: %w", head.Event, err)
	}
	return e, nil
}
