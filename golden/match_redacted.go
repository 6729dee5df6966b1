package golden

var matchRedacted = &Matcher{
	Name:    "redacted",
	Doc:     "a secret that was there and was not written down; it may not be missing",
	Compile: pattern(`(?s:.+?)`),
}
