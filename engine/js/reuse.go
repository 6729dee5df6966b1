package js

// Remember notes the state the isolate is in, for [Isolate.Restore]. It is
// called before any code of a project runs, on the loop only.
func (iso *Isolate) Remember() error {
	f, err := iso.Function("internal:js/reuse", "remember")
	if err == nil {
		_, err = f.Call()
	}
	return err
}

// Restore puts the isolate back into the state that Remember noted, and reports
// whether it could: not if something is under way, if timers are set, or if
// what a project changed cannot be put back. On the loop only.
func (iso *Isolate) Restore() bool {
	if iso.lost != nil || iso.underWay.Load() > 0 || iso.virtual == nil || iso.virtual.armed() {
		return false
	}
	f, err := iso.Function("internal:js/reuse", "restore")
	if err != nil {
		return false
	}
	ok, err := f.Call()
	return err == nil && ok == true
}

// armed reports whether a timer is set.
func (v *virtualTime) armed() bool {
	for _, t := range v.timers {
		if t.task != nil {
			return true
		}
	}
	return false
}
