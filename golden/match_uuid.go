package golden

var matchUUID = &Matcher{
	Name:     "uuid",
	Doc:      "a UUID of any version",
	Distinct: true,
	Compile:  pattern(uuidPattern),
}

const uuidPattern = `[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}`
