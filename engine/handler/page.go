package handler

import (
	"fmt"
	"html"
	"net/http"
	"strconv"

	"routescope/engine/event"
)

const noCache = "private, no-cache, no-store, max-age=0, must-revalidate"

// texts are what Next.js's own pages say.
var texts = map[int]string{
	400: "Bad Request",
	404: "This page could not be found.",
	405: "Method Not Allowed",
	500: "Internal Server Error.",
	501: "routescope runs endpoints and does not render pages.",
}

// RespondPage answers with a page of our own where Next.js would render one: its
// status and headers are Next.js's, its text is plain. extra comes first.
func RespondPage(x *Exchange, status int, extra event.Header) {
	RespondPageWith(x, status, append(append(event.Header{}, extra...), event.Field{Name: "Cache-Control", Value: noCache}))
}

// RefuseMethod answers other methods than GET and HEAD where an answer is made
// once and kept; app says that a file of the app directory makes it.
func RefuseMethod(x *Exchange, app bool) {
	header := event.Header{{Name: "Allow", Value: "GET"}, {Name: "Allow", Value: "HEAD"}}
	if app {
		header = appVary(header)
	}
	x.Respond(405, "", header, []byte("Method Not Allowed"))
}

// RespondNotFound is RespondPage for an URL without a route. With an app
// directory Next.js serves a page that it made ahead of time, and says so.
func RespondNotFound(x *Exchange, header event.Header, app bool) {
	if !Has(header, "cache-control") {
		header = append(header, event.Field{Name: "Cache-Control", Value: noCache})
	}
	if app {
		header = Set(header, "Vary", RSCVary)
	}
	if app && !x.Development && !Has(header, "x-nextjs-cache") {
		header = append(header,
			event.Field{Name: "x-nextjs-cache", Value: "HIT"},
			event.Field{Name: "x-nextjs-prerender", Value: "1"},
			event.Field{Name: "x-nextjs-prerender", Value: "1"},
			event.Field{Name: "x-nextjs-stale-time", Value: "300"},
		)
	}
	RespondPageWith(x, 404, header)
}

// RespondPageWith is RespondPage with the cache-control that header has.
func RespondPageWith(x *Exchange, status int, header event.Header) {
	text := texts[status]
	if text == "" {
		text = http.StatusText(status)
	}
	body := pageText(status, text)
	if x.Development {
		header = Set(header, "Cache-Control", "no-store")
	}
	header = append(append(event.Header{}, header...),
		event.Field{Name: "X-Powered-By", Value: "Next.js"},
		event.Field{Name: "ETag", Value: etag(body)},
	)
	if !Has(header, "content-type") {
		header = append(header, event.Field{Name: "Content-Type", Value: "text/html; charset=utf-8"})
	}
	header = append(header, event.Field{Name: "Content-Length", Value: strconv.Itoa(len(body))})
	x.Respond(status, "", header, []byte(body))
}

// pageStyle makes the page readable, and longer than what stays uncompressed, as
// Next.js's pages are.
const pageStyle = `
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
html, body { margin: 0; min-height: 100%; }
body {
  align-items: center; display: flex; flex-direction: column; gap: 1rem; justify-content: center; min-height: 100vh; padding: 2rem;
  background: #ffffff; color: #1c1c1c; text-align: center;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1 { font-size: 2rem; font-variant-numeric: tabular-nums; font-weight: 600; margin: 0; }
p { margin: 0; max-width: 40rem; }
footer { color: #6b6b6b; font-size: 0.8rem; margin-top: 2rem; }
@media (prefers-color-scheme: dark) {
  body { background: #101010; color: #ededed; }
  footer { color: #9a9a9a; }
}
`

func pageText(status int, text string) string {
	text = html.EscapeString(text)
	return fmt.Sprintf(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width"/><title>%[1]d: %[2]s</title><style>%[3]s</style></head><body><h1>%[1]d</h1><p>%[2]s</p><footer>This page is routescope's: Next.js shows one of its own here.</footer></body></html>
`, status, text, pageStyle)
}
