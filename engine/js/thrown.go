package js

import "routescope/engine/js/internal/quickjs"

// A ThrownError is an error that has just come to be; see [Isolate.OnError].
type ThrownError = quickjs.Thrown

// A ThrowFrame is a call that an error was thrown in, or one around it.
type ThrowFrame = quickjs.ThrowFrame

// An Operand is a value that a [ThrowFrame] was called with or works on.
type Operand = quickjs.Operand

// OnError calls fn with every Error that JavaScript makes or the engine throws,
// before JavaScript sees it; what fn changes in its message, stack and class
// stays. fn must not run JavaScript. On the loop only, and once.
func (iso *Isolate) OnError(fn func(*ThrownError)) { iso.vm.OnError(fn) }

// PrepareStacks has f called with every Error that JavaScript makes and the text
// of its stack; what it returns is the stack. nil ends that. On the loop only.
func (iso *Isolate) PrepareStacks(f *Function) {
	if f == nil {
		iso.vm.PrepareStacks(nil)
		return
	}
	iso.vm.PrepareStacks(&f.v)
}
