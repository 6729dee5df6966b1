// Package compile turns the TypeScript and JavaScript of a project into the
// modules an isolate runs: bodies of CommonJS functions, as engine/js wants them.
//
// [Transform] does it for one file, a [Compiler] for an entry and everything it
// imports. Both stand on esbuild, in process. Non-goals: bundling, minifying,
// type checking.
//
// # How async functions keep their context
//
// QuickJS has no promise hooks, so an async function would lose the request it
// works for at its first await. The compiler therefore writes, around each await,
// what keeps the async context in a variable and sets it again; see
// asynccontext.go. Making generators of them, as esbuild can, costs twice as much
// and gives up their kind, their names in stacks and await at the top level.
//
// # Why CommonJS
//
// One function for each file makes a module imported by two routes one
// instance, lets an edit replace one module without touching the others, and
// gives require() and import the same registry, as in webpack and Turbopack.
package compile
