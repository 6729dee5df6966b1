package js

import "routescope/engine/js/internal/quickjs"

// A Memory is bytes that Go and an ArrayBuffer share.
type Memory = quickjs.Memory

// NewMemory returns an empty memory. All of them together may be twice as large
// as the memory limit. On the loop only.
func (iso *Isolate) NewMemory() *Memory { return iso.vm.NewMemory() }
