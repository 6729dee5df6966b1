package golden

var matchOrigin = &Matcher{
	Name:    "origin",
	Doc:     "scheme, host and port of the server, for absolute URLs it makes of them",
	Compile: pattern(`https?://[^/\s"'<>]+`),
}
