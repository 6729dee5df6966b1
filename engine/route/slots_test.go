package route

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is wanted here is what Next.js's own normalizeCatchAllRoutes returns.
func TestParallelSlots(t *testing.T) {
	for name, c := range map[string]struct{ files, want string }{
		"a slot without a page for a sibling's URL": {
			"app/layout.tsx app/page.tsx app/@side/page.tsx app/other/page.tsx",
			"- /other is missing a matching page or default.tsx in @side\n- app/other/page.tsx",
		},
		"a default file helps": {
			"app/layout.tsx app/page.tsx app/@side/page.tsx app/@side/default.tsx app/other/page.tsx", "",
		},
		"a catch-all in the slot helps": {
			"app/layout.tsx app/page.tsx app/@side/page.tsx app/@side/[...all]/page.tsx app/other/page.tsx", "",
		},
		"a handler beside the slots needs none": {
			"app/layout.tsx app/page.tsx app/@side/page.tsx app/api/route.ts", "",
		},
		"children may be what is missing": {
			"app/layout.tsx app/[id]/page.tsx app/@t/a/page.tsx",
			"- /[id] is missing a matching page or default.tsx in @t\n- /a is missing a matching page or default.tsx in children\n- app/@t/a/page.tsx\n- app/[id]/page.tsx",
		},
		"a catch-all page that no sibling goes with": {
			"app/layout.tsx app/page.tsx app/(g)/[...c]/page.tsx app/@t/page.tsx", "- app/(g)/[...c]/page.tsx",
		},
		"what intercepts leaves its siblings as they are": {
			"app/layout.tsx app/page.tsx app/photo/page.tsx app/@modal/default.tsx app/@modal/(.)photo/page.tsx", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, conflict := range Discover(strings.Fields(c.files), Options{}).Conflicts {
				for line := range strings.SplitSeq(conflict.Message, "\n") {
					if strings.HasPrefix(line, "- ") {
						got = append(got, line)
					}
				}
				if len(conflict.Files) == 0 || conflict.Hint == "" || conflict.Stops != Build {
					t.Errorf("incomplete: %+v", conflict)
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if loose := Discover(strings.Fields(c.files), Options{LooseMatching: true}).Conflicts; len(loose) > 0 {
				t.Errorf("with looseRouteMatching: %v", loose)
			}
		})
	}
}
