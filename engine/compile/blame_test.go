package compile

import (
	"context"
	"path/filepath"
	"testing"
)

func TestBlame(t *testing.T) {
	dir := write(t, `
-- app/route.ts --
import '../lib/db';
-- lib/db.ts --
import '@org/db';
-- node_modules/@org/db/index.js --
require('./lib/socket');
-- node_modules/@org/db/lib/socket.js --
require('net');
`)
	c := newCompiler(t, dir)
	if _, err := c.Entry(context.Background(), filepath.Join(dir, "app/route.ts"), Target{Layer: Pages}); err != nil {
		t.Fatal(err)
	}
	const remedy = "\nRun this route against a live server (next dev or next start), or import the package where this route does not need it."
	for name, test := range map[string]struct{ file, want string }{
		"a package, and the way to it": {
			"node_modules/@org/db/lib/socket.js",
			"@org/db needs it. Imported by: app/route.ts → lib/db.ts → node_modules/@org/db/index.js → node_modules/@org/db/lib/socket.js" + remedy,
		},
		"a package that nothing was seen to import": {"node_modules/other/x.js", "other needs it. Imported by: the project" + remedy},
		"the project's own":                         {"lib/db.ts", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.Blame(filepath.Join(dir, filepath.FromSlash(test.file))); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
