// Package compile turns the TypeScript and JavaScript of a project into the
// modules an isolate runs: bodies of CommonJS functions, as engine/js wants them.
//
// [Transform] does it for one file, a [Compiler] for an entry and everything it
// imports. Both stand on esbuild, in process. Non-goals: bundling, minifying,
// type checking.
//
// # Why async functions are lowered
//
// QuickJS has no promise hooks, so an async function would lose the request it
// works for at its first await. They are therefore compiled to generators, and
// the driver in internal:js/context, which modules reach as __runtime, brings
// the async context back after each suspension. A file that uses await at its
// top level is the exception: esbuild cannot lower it, so its functions stay
// native.
//
// # Why CommonJS
//
// One function for each file makes a module imported by two routes one
// instance, lets an edit replace one module without touching the others, and
// gives require() and import the same registry, as in webpack and Turbopack.
package compile
