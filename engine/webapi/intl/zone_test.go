package intl_test

import (
	"testing"
	"testing/fstest"

	"routescope/engine/js"
	"routescope/engine/webapi/internal/jstest"
	"routescope/engine/webapi/intl"
)

// The time zone is that of process.env.TZ, also after a project has set it.
func TestDefaultZone(t *testing.T) {
	process := &js.Extension{
		Name:    "process",
		Files:   fstest.MapFS{"process.js": {Data: []byte(`exports.process = { env: { TZ: 'Asia/Tokyo' } };`)}},
		Globals: []js.Global{{Name: "process", Module: "internal:process"}},
	}
	jstest.RunCases(t, js.Options{Extensions: []*js.Extension{intl.Extension, process}}, map[string]jstest.Case{
		"it is that of the environment": {
			Body: `return [new Date(0).toLocaleString(), Intl.DateTimeFormat().resolvedOptions().timeZone];`,
			Want: `["1/1/1970, 9:00:00 AM", "Asia/Tokyo"]`,
		},
		"it changes with the environment": {
			Body: `const before = new Date(0).toLocaleTimeString(); process.env.TZ = 'America/New_York';
				return [before, new Date(0).toLocaleTimeString(), new Intl.DateTimeFormat('en', { timeStyle: 'long' }).format(0)];`,
			Want: `["9:00:00 AM", "7:00:00 PM", "7:00:00 PM EST"]`,
		},
	})
}
