package recorder

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"routescope/engine/event"
)

func TestRedactRequest(t *testing.T) {
	r := &Redactor{Names: []string{"ssn"}, Keep: []string{"theme"}}
	got := r.Request(Request{
		Method: "POST",
		Target: "/login?api_key=k1&next=%2Fhome",
		Header: event.Header{
			{Name: "Authorization", Value: "Bearer abc.def"},
			{Name: "Cookie", Value: "session=s3cret; theme=dark"},
			{Name: "X-Staff-Key", Value: "behind-the-counter"},
			{Name: "Idempotency-Key", Value: "42"},
			{Name: "Content-Type", Value: "application/json"},
		},
		Body: []byte(`{"password": "pa\"ss", "ssn":"1-2-3", "note":"ghp_abcdefghijklmnopqrstuvwxyz0123456789"}`),
	})
	want := Request{
		Method: "POST",
		Target: "/login?api_key={{env:API_KEY}}&next=%2Fhome",
		Header: event.Header{
			{Name: "Authorization", Value: "Bearer {{env:AUTHORIZATION}}"},
			{Name: "Cookie", Value: "session={{cookie:session}}; theme=dark"},
			{Name: "X-Staff-Key", Value: "{{env:X_STAFF_KEY}}"},
			{Name: "Idempotency-Key", Value: "42"},
			{Name: "Content-Type", Value: "application/json"},
		},
		Body: []byte(`{"password": "{{env:PASSWORD}}", "ssn":"{{env:SSN}}", "note":"{{env:TOKEN}}"}`),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

func TestRedactForm(t *testing.T) {
	r := &Redactor{}
	got := r.Request(Request{
		Header: event.Header{{Name: "Content-Type", Value: "application/x-www-form-urlencoded"}},
		Body:   []byte("user=cat&password=mouse%21"),
	})
	if string(got.Body) != "user=cat&password={{env:PASSWORD}}" {
		t.Errorf("got %s", got.Body)
	}
}

func TestRedactAnswer(t *testing.T) {
	r := &Redactor{Keep: []string{"theme"}}
	got := r.Header(event.Header{
		{Name: "Set-Cookie", Value: "session=s3cret; Path=/; HttpOnly"},
		{Name: "set-cookie", Value: "theme=dark; Path=/"},
		{Name: "Set-Cookie", Value: "basket=; Max-Age=0"},
		{Name: "X-Csrf-Token", Value: "t"},
		{Name: "ETag", Value: `"abc"`},
	})
	want := event.Header{
		{Name: "Set-Cookie", Value: "session=«redacted»; Path=/; HttpOnly"},
		{Name: "set-cookie", Value: "theme=dark; Path=/"},
		{Name: "Set-Cookie", Value: "basket=; Max-Age=0"},
		{Name: "X-Csrf-Token", Value: "«redacted»"},
		{Name: "ETag", Value: `"abc"`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
}

func TestRedactTokenShapes(t *testing.T) {
	r := &Redactor{}
	for _, secret := range []string{
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
		"sk_live_" + strings.Repeat("a1", 12),
		"AKIA" + strings.Repeat("A", 16),
		"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
	} {
		if got := r.Text("before " + secret + " after"); got != "before "+Redacted+" after" {
			t.Errorf("%s became %q", secret, got)
		}
	}
	for _, harmless := range []string{`{"id":"sk-1"}`, "Reader, I married him.", `{"books":["walden"]}`} {
		if got := r.Text(harmless); got != harmless {
			t.Errorf("%q became %q", harmless, got)
		}
	}
}
