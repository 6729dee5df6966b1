package golden

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
	"routescope/recorder"
)

var recordTime = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func recordOptions() RecordOptions {
	return RecordOptions{Now: func() time.Time { return recordTime }}
}

const (
	firstID  = "4ef71d4f-ce1b-427d-bbf0-d34b17b3a8d0"
	secondID = "3a5aa05b-7e05-4bb5-a4e5-eb98572af771"
)

func TestNewMasksAndRedacts(t *testing.T) {
	ex := answer(201, event.Header{
		{Name: "Location", Value: "/api/orders/" + firstID},
		{Name: "Set-Cookie", Value: "last-order=" + firstID + "; Path=/; Expires=Mon, 21 Dec 2026 12:00:00 GMT"},
		{Name: "Set-Cookie", Value: "theme=vellum; Expires=Tue, 01 Jan 2030 00:00:00 GMT"},
		{Name: "ETag", Value: `"abc"`},
		{Name: "Content-Type", Value: "application/json"},
		{Name: "Date", Value: "Sat, 21 Nov 2026 12:00:00 GMT"},
	}, `{"id":"`+firstID+`","at":"2026-11-21T11:59:59.806Z","born":"1819-08-01","day":"2026-11-21","ms":1795262400123,
		"year":1851,"self":"http://localhost:4710/x","token":"t0p","note":"«any»"}`)
	ex.Request = recorder.Request{Method: "POST", Target: "/api/orders", Body: []byte("{}"), Header: event.Header{
		{Name: "Host", Value: "localhost"}, {Name: "Content-Length", Value: "2"},
		{Name: "Cookie", Value: "session=s; theme=vellum"}, {Name: "Authorization", Value: "Bearer b"},
	}}
	opts := recordOptions()
	opts.Redact = &recorder.Redactor{Keep: []string{"theme"}}
	g := New("an order", ex, opts)
	want := `-- meta --
version: 1
name: an order
-- request --
POST /api/orders
Cookie: session={{cookie:session}}; theme=vellum
Authorization: Bearer {{env:AUTHORIZATION}}
-- request.body --
{}
-- expect --
201 Created
content-type: application/json
etag: «any»
location: /api/orders/«uuid:1»
set-cookie: last-order=«redacted»; Path=/; Expires=«date:http»
set-cookie: theme=vellum; Expires=Tue, 01 Jan 2030 00:00:00 GMT
-- expect.body.json --
{
  "at": "«date:iso»",
  "born": "1819-08-01",
  "day": "«date:day»",
  "id": "«uuid:1»",
  "ms": "«date:ms»",
  "note": "««any»",
  "self": "«origin»/x",
  "token": "«redacted»",
  "year": 1851
}
`
	if diff := cmp.Diff(want, string(g.Format())); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
	if found := g.Compare(ex, NewScope(nil)); len(found) > 0 {
		t.Errorf("differs from what it was made of: %s", brief(found))
	}
}

func TestRecordKeepsWhatHolds(t *testing.T) {
	const text = `-- meta --
version: 1
masks:
  body $.serial: «int»
-- request --
GET /
-- expect --
200 OK
content-type: application/json
x-took: «int:<100»
-- expect.body.json --
{
  "id": "«uuid:7»",
  "list": [
    "«any»",
    "old"
  ],
  "price": "«int:>0»",
  "serial": 1
}
`
	g, err := Parse("x", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	header := event.Header{{Name: "X-Took", Value: "12"}, {Name: "Content-Type", Value: "application/json"}}
	g.Record([]*recorder.Exchange{answer(200, header, `{"id":"`+firstID+`","list":[1,"new",2],"price":-1,"serial":2}`)}, recordOptions())
	want := strings.NewReplacer(`"old"`, `"new",`+"\n    2", `"«int:>0»"`, "-1", `"serial": 1`, `"serial": "«int»"`).Replace(text)
	if diff := cmp.Diff(want, string(g.Format())); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

func TestRecordMasksWhatDiffersBetweenRuns(t *testing.T) {
	header := event.Header{{Name: "X-Trace", Value: "abc"}, {Name: "Content-Type", Value: "application/json"}}
	again := event.Header{{Name: "X-Trace", Value: "def"}, {Name: "Content-Type", Value: "application/json"}}
	g := &Golden{Meta: Meta{Version: 1}, Request: recorder.Request{Method: "GET", Target: "/"}}
	g.Record([]*recorder.Exchange{answer(200, header, `{"n":1,"s":"a","same":2}`), answer(200, again, `{"n":5,"s":"b","same":2}`)}, recordOptions())
	for i, ex := range []*recorder.Exchange{answer(200, header, `{"n":9,"s":"c","same":2}`), answer(200, again, `{"n":9,"s":"c","same":3}`)} {
		if got := len(g.Compare(ex, NewScope(nil))); got != i {
			t.Errorf("%d differences, want %d:\n%s", got, i, g.Format())
		}
	}
}

func TestRecordWritesTheShapeOfStreams(t *testing.T) {
	ex := answer(200, nil, "")
	ex.Chunks = stream(5, "Call me «any» ", 150, firstID)
	g := New("aloud", ex, recordOptions())
	want := "-- expect.stream --\nimmediate    16  \"Call me ««any» \"\n<1s          36  \"«uuid»\"\n"
	if text := string(g.Format()); !strings.Contains(text, want) {
		t.Errorf("got\n%s\nwant in it\n%s", text, want)
	}
}
