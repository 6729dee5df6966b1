// Package pipeline decides what happens to a request before and until a route is
// found: redirects, headers, proxy.ts, rewrites, files and routes, in the order
// of Next.js's router server.
//
// A [Pipeline] is made once from a project's configuration and its
// [route.Table]. [Pipeline.Run] takes a request through the stages and returns an
// [Outcome]: the route that serves it, an answer, or a URL to forward it to.
// [Pipeline.Explain] does the same without running any of the project's code, and
// tells what every stage and every rule had to say.
//
// # Why one file per stage
//
// The order of the stages is what people cannot see in a project. It stands in
// one list, [Stages], and each stage in its own file; none knows the others.
//
// Non-goals: i18n, which the configuration refuses, and the data requests of
// pages that routescope does not render (/_next/data).
package pipeline
