package pipeline

// basePath changes nothing: rules are compiled with basePath in front, and look-ups
// take it off. The stage tells those who ask why.
func (r *run) basePath() (done bool, err error) {
	switch _, inside := r.local(); {
	case r.trace == nil:
	case r.base == "":
		r.say("no basePath is configured")
	case inside:
		r.say("inside basePath " + r.base + ", which handlers do not see: " + r.cut(r.path))
	default:
		r.say("outside basePath " + r.base + ": no file or route can answer, only rules with basePath: false")
	}
	return false, nil
}
