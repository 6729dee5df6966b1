// Package pathregexp reads, matches and fills in the path patterns of
// next.config and of proxy matchers, such as "/blog/:slug([a-z]+)/:rest*".
//
// It follows path-to-regexp 6.3 (https://github.com/pillarjs/path-to-regexp/tree/v6.3.0),
// the version that Next.js carries, down to the text of its errors, because
// Next.js shows those to its users. [Parse] gives tokens, [New] a matcher,
// [Compile] the inverse. [Regexp] is a regular expression with JavaScript's
// rules, which custom patterns and has conditions are written in.
//
// Non-goals: the parts of path-to-regexp that Next.js never uses (arrays of
// paths, endsWith, start: false, end: false).
//
//	text      /about          itself
//	:name     /blog/:slug     one segment, its preceding slash or dot included
//	:name*    /docs/:path*    any number of segments; + one or more; ? none or one
//	:name(re) /:id(\\d+)      what the regular expression says
//	(re)      /(en|de)        a group without a name, counted from 0
//	{…}       {/:lang}?       a group with prefix and suffix of its own
//	\         /a\\:b          the next character as it is
package pathregexp
