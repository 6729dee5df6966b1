// Package nextconfig evaluates a project's next.config in an isolate of its own,
// and gives what it says to package project.
//
// A configuration that is one literal, as most are, is read without running
// anything; see [Load]. One that has to run finds Node.js's modules, its
// environment and its packages, but no network: it could not be opened twice with
// the same result otherwise.
//
// Non-goals: webpack, turbopack and all else that builds pages; those settings are
// carried along and never called.
package nextconfig
