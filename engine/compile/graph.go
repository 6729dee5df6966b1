package compile

// A Module is one compiled file, in the form of engine/js.Module.
type Module struct {
	ID     string            // the file, and the target if that is not the first
	File   string            // absolute; "" for a module that we made up
	Source string            // the body of a CommonJS function, or a JSON document
	JSON   bool              // Source is a JSON document
	Wasm   []byte            // WebAssembly, instead of Source
	Async  bool              // Source uses await at its top level
	Deps   map[string]string // specifier as written → ID
	Order  []string          // what must be evaluated before it, if some of it is Async

	Directives []Directive // in the order of the file
	Map        *SourceMap
}

// A Graph is an entry and everything it imports.
type Graph struct {
	Entry string   // the entry's ID
	IDs   []string // of all modules, sorted; see [Compiler.Module]
	Files []string // the files they were made from, sorted
}

// evaluationOrder returns what must be evaluated before a module, dependencies
// first, as ES modules are. It is nil if nothing of that is asynchronous: then
// each module evaluates its dependencies itself, when it comes to them.
func evaluationOrder(units map[string]*unit, id string) []string {
	var order []string
	async := false
	seen := map[string]bool{}
	var visit func(id string)
	visit = func(id string) {
		if seen[id] || units[id] == nil {
			return
		}
		seen[id] = true
		for _, dep := range units[id].static {
			visit(dep)
		}
		async = async || units[id].async
		order = append(order, id)
	}
	visit(id)
	if !async {
		return nil
	}
	return order[:len(order)-1]
}
