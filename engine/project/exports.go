package project

// exportCache remembers what files export.
type exportCache struct{}
