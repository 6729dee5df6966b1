// Package nodeapi lists the modules of Node.js that an isolate has.
//
// Each module is a folder named as the module, with its JavaScript and its Go
// half.
package nodeapi

import "routescope/engine/js"

// Extensions returns the modules, sorted by name.
func Extensions() []*js.Extension {
	return []*js.Extension{}
}
