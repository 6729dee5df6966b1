// Package webapi lists the standards of the Web platform that an isolate has.
//
// Each standard is a folder named as in the Web Platform Tests, with its
// JavaScript and its Go half.
package webapi

import (
	"routescope/engine/js"
	"routescope/engine/webapi/compression"
	"routescope/engine/webapi/console"
	"routescope/engine/webapi/dom"
	"routescope/engine/webapi/encoding"
	"routescope/engine/webapi/fetch"
	"routescope/engine/webapi/fileapi"
	"routescope/engine/webapi/hrtime"
	"routescope/engine/webapi/html"
	"routescope/engine/webapi/intl"
	"routescope/engine/webapi/streams"
	"routescope/engine/webapi/url"
	"routescope/engine/webapi/urlpattern"
	"routescope/engine/webapi/v8"
	"routescope/engine/webapi/wasm"
	"routescope/engine/webapi/webcrypto"
	"routescope/engine/webapi/webidl"
	"routescope/engine/webapi/websockets"
)

// Extensions returns the standards, sorted by name.
func Extensions() []*js.Extension {
	return []*js.Extension{
		compression.Extension,
		console.Extension,
		dom.Extension,
		encoding.Extension,
		fetch.Extension,
		fileapi.Extension,
		hrtime.Extension,
		html.Extension,
		intl.Extension,
		streams.Extension,
		url.Extension,
		urlpattern.Extension,
		v8.Extension,
		wasm.Extension,
		webcrypto.Extension,
		webidl.Extension,
		websockets.Extension,
	}
}
