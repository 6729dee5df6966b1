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
	if app && !Has(header, "vary") {
		header = append(header, event.Field{Name: "Vary", Value: RSCVary})
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
	body := fmt.Sprintf("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"/><title>%d: %s</title></head><body><h1>%d</h1><p>%s</p></body></html>\n",
		status, html.EscapeString(text), status, html.EscapeString(text))
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
