package route

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExplain(t *testing.T) {
	routes := []string{
		"/api/post/create", "/api/post/[pid]", "/api/post/[...slug]", "/api/users/[id]/posts",
		"/café", "/pre-[id]", "/opt/[[...rest]]",
	}
	for _, test := range []struct{ path, want string }{
		{"/api/post/create", `
			/api/post/create: matches, the path itself
			/api/post/[pid]: almost, taken before it by /api/post/create, which is static here
			/api/post/[...slug]: almost, taken before it by /api/post/create, which is static here
			/api/users/[id]/posts: no, segment 2 ¬post¬ ≠ ¬users¬
			/café: no, segment 1 ¬api¬ ≠ ¬café¬
			/opt/[[...rest]]: no, segment 1 ¬api¬ ≠ ¬opt¬
			/pre-[id]: no, segment 1 ¬api¬ ≠ ¬pre-[id]¬`},
		{"/api/post/7/8", `
			/api/post/create: no, segment 3 ¬7¬ ≠ ¬create¬
			/api/post/[pid]: almost, one segment too many
			/api/post/[...slug]: matches, slug = 7/8
			/api/users/[id]/posts: no, segment 2 ¬post¬ ≠ ¬users¬
			/café: no, segment 1 ¬api¬ ≠ ¬café¬
			/opt/[[...rest]]: no, segment 1 ¬api¬ ≠ ¬opt¬
			/pre-[id]: no, segment 1 ¬api¬ ≠ ¬pre-[id]¬`},
		{"/api/users/7", `
			/api/post/create: no, segment 2 ¬users¬ ≠ ¬post¬
			/api/post/[pid]: no, segment 2 ¬users¬ ≠ ¬post¬
			/api/post/[...slug]: no, segment 2 ¬users¬ ≠ ¬post¬
			/api/users/[id]/posts: almost, needs one more segment
			/café: no, segment 1 ¬api¬ ≠ ¬café¬
			/opt/[[...rest]]: no, segment 1 ¬api¬ ≠ ¬opt¬
			/pre-[id]: no, segment 1 ¬api¬ ≠ ¬pre-[id]¬`},
		{"/caf%C3%A9", `
			/api/post/create: no, segment 1 ¬caf%C3%A9¬ ≠ ¬api¬
			/api/post/[pid]: no, segment 1 ¬caf%C3%A9¬ ≠ ¬api¬
			/api/post/[...slug]: no, segment 1 ¬caf%C3%A9¬ ≠ ¬api¬
			/api/users/[id]/posts: no, segment 1 ¬caf%C3%A9¬ ≠ ¬api¬
			/café: almost, segment 1 ¬caf%C3%A9¬ ≠ ¬café¬: paths are compared as sent, not decoded
			/opt/[[...rest]]: no, segment 1 ¬caf%C3%A9¬ ≠ ¬opt¬
			/pre-[id]: no, segment 1 ¬caf%C3%A9¬ ≠ ¬pre-[id]¬`},
		{"/pre-7", `
			/api/post/create: no, segment 1 ¬pre-7¬ ≠ ¬api¬
			/api/post/[pid]: no, segment 1 ¬pre-7¬ ≠ ¬api¬
			/api/post/[...slug]: no, segment 1 ¬pre-7¬ ≠ ¬api¬
			/api/users/[id]/posts: no, segment 1 ¬pre-7¬ ≠ ¬api¬
			/café: no, segment 1 ¬pre-7¬ ≠ ¬café¬
			/opt/[[...rest]]: no, segment 1 ¬pre-7¬ ≠ ¬opt¬
			/pre-[id]: almost, segment 1 ¬pre-7¬ ≠ ¬pre-[id]¬: with text around its brackets it is literal in production`},
	} {
		var given []Route
		for _, text := range routes {
			given = append(given, Route{Pattern: ParsePattern(text), Kind: AppRoute})
		}
		table, _ := NewTable(given)
		var got []string
		for _, v := range table.Explain(test.path).Verdicts {
			got = append(got, fmt.Sprintf("%s: %s, %s", v.Route.Pattern, v.Level, v.Reason))
		}
		var want []string
		for line := range strings.SplitSeq(strings.TrimSpace(test.want), "\n") {
			want = append(want, strings.ReplaceAll(strings.TrimSpace(line), "¬", "`"))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", test.path, diff)
		}
	}
}

func TestExplainDecodeErrorAndRedirect(t *testing.T) {
	table, _ := NewTable([]Route{{Pattern: ParsePattern("/x/[id]")}, {Pattern: ParsePattern("/[...all]")}})
	result := table.Explain("/x/%zz")
	if result.Err == nil || result.Found() {
		t.Errorf("got %+v", result)
	}
	if v := result.Verdicts[0]; v.Level != Almost || !strings.Contains(v.Reason, "cannot be decoded") {
		t.Errorf("first verdict %+v", v)
	}
	if v := result.Verdicts[1]; v.Reason != "not tried: /x/[id] fits first, and its parameter cannot be decoded" {
		t.Errorf("second verdict %+v", v)
	}
	result = table.Explain("//x//7/?q=1")
	if result.Redirect != "/x/7/?q=1" || result.Verdicts[0].Level != Matches {
		t.Errorf("got %+v", result)
	}
}

// TestExplainAgreesWithMatch goes over the corpus: the verdict "matches" belongs
// to the route that answers, and to no other.
func TestExplainAgreesWithMatch(t *testing.T) {
	tables := map[string]*Table{}
	for _, r := range readCorpus[resolveRow](t, "resolve.jsonl") {
		table := r.table(tables, Production)
		plain, explained := table.Match(r.Path), table.Explain(r.Path)
		if plain.Match.Route != explained.Match.Route || plain.Redirect != explained.Redirect || (plain.Err == nil) != (explained.Err == nil) {
			t.Errorf("%s: %s: Match and Explain differ", r.ID, r.Path)
		}
		for _, v := range explained.Verdicts {
			if v.Reason == "" || v.Level == Matches && plain.Redirect == "" && v.Route != plain.Match.Route {
				t.Errorf("%s: %s: verdict %+v", r.ID, r.Path, v)
			}
		}
	}
}
