package golden

var matchAny = &Matcher{
	Name: "any",
	Doc:  "any text, also none; in JSON any value",
	Compile: func(arg string) (*Shape, error) {
		shape, err := pattern(`(?s:.*)`)(arg)
		if shape != nil {
			shape.Any = true
		}
		return shape, err
	},
}
