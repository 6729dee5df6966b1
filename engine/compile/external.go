package compile

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// externalPackages are those that Next.js never bundles, so that Node.js itself
// loads them; next.config's serverExternalPackages adds to them. Sorted.
// See https://github.com/vercel/next.js/blob/v16.4.6/packages/next/src/lib/server-external-packages.jsonc.
var externalPackages = []string{
	"@alinea/generated", "@appsignal/nodejs", "@aws-sdk/client-s3", "@aws-sdk/s3-presigned-post",
	"@blockfrost/blockfrost-js", "@highlight-run/node", "@huggingface/transformers", "@jpg-store/lucid-cardano",
	"@libsql/client", "@mikro-orm/core", "@mikro-orm/knex", "@node-rs/argon2", "@node-rs/bcrypt", "@prisma/client",
	"@react-pdf/renderer", "@sentry/profiling-node", "@sparticuz/chromium", "@sparticuz/chromium-min",
	"@statsig/statsig-node-core", "@swc/core", "@xenova/transformers", "@zenstackhq/runtime", "argon2", "autoprefixer",
	"aws-crt", "bcrypt", "better-sqlite3", "canvas", "chromadb-default-embed", "config", "cpu-features", "cypress",
	"dd-trace", "eslint", "express", "firebase-admin", "htmlrewriter", "import-in-the-middle", "isolated-vm", "jest",
	"jsdom", "keyv", "libsql", "mdx-bundler", "mongodb", "mongoose", "newrelic", "next-mdx-remote", "next-seo",
	"node-cron", "node-pty", "node-web-audio-api", "onnxruntime-node", "oslo", "pg", "pino", "pino-pretty", "pino-roll",
	"playwright", "playwright-core", "postcss", "prettier", "prisma", "puppeteer", "puppeteer-core", "ravendb",
	"require-in-the-middle", "rimraf", "sharp", "shiki", "sqlite3", "thread-stream", "ts-morph", "ts-node",
	"typescript", "vscode-oniguruma", "webpack", "websocket", "zeromq",
}

// nodeLoads reports whether Node.js itself loads a unit's file in Next.js: those
// of external packages, of whatever these import, and all packages of API routes.
func (c *Compiler) nodeLoads(u *unit) bool {
	if u.target.Edge || !inPackage(u.file) {
		return false
	}
	return u.target.Layer == Pages || c.isExternal(packageOf(u.file)) || c.isExternal(outerPackage(u.file))
}

func (c *Compiler) isExternal(name string) bool {
	_, found := slices.BinarySearch(externalPackages, name)
	return found || slices.Contains(c.opts.External, name)
}

// outerPackage returns the package that brought a file along in a node_modules of
// its own, or the file's.
func outerPackage(file string) string {
	_, rest, _ := strings.Cut(filepath.ToSlash(file), "/node_modules/")
	inner := strings.Index(rest, "/node_modules/")
	if inner < 0 {
		inner = len(rest)
	}
	return packageOf("/node_modules/" + rest[:inner] + "/")
}

var requireCall = regexp.MustCompile(`__toESM\((require\(".*"\))\);`)

// inNodeMode makes an import as esbuild prints it one of Node.js.
func inNodeMode(line string) string { return requireCall.ReplaceAllString(line, "__toESM($1, 1);") }
