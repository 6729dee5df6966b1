package http1

import "strings"

// A protocol is what may stand before the version of a request line.
type protocol uint8

// llhttp reads requests of two relatives of HTTP as well.
const (
	protoHTTP protocol = 1 << iota
	protoRTSP
	protoICE

	anyProtocol = protoHTTP | protoRTSP | protoICE
)

var protocols = map[byte]struct {
	text  string
	proto protocol
}{
	'H': {"HTTP/", protoHTTP},
	'R': {"RTSP/", protoRTSP},
	'I': {"ICE/", protoICE},
}

// methods are those llhttp knows, with the protocols that have them.
var methods = makeMethods()

// longestMethod is the length of SET_PARAMETER.
const longestMethod = 13

func makeMethods() map[string]protocol {
	m := map[string]protocol{}
	add := func(p protocol, names string) {
		for name := range strings.FieldsSeq(names) {
			m[name] |= p
		}
	}
	add(protoHTTP, `DELETE GET HEAD POST PUT CONNECT OPTIONS TRACE COPY LOCK MKCOL MOVE
		PROPFIND PROPPATCH SEARCH UNLOCK BIND REBIND UNBIND ACL REPORT MKACTIVITY CHECKOUT MERGE
		M-SEARCH NOTIFY SUBSCRIBE UNSUBSCRIBE PATCH PURGE MKCALENDAR LINK UNLINK SOURCE QUERY`)
	add(protoRTSP, `OPTIONS DESCRIBE ANNOUNCE SETUP PLAY PAUSE TEARDOWN GET_PARAMETER SET_PARAMETER
		REDIRECT RECORD FLUSH GET POST`)
	add(protoICE, `SOURCE`)
	return m
}

// beginsMethod reports whether a method begins with these bytes.
func beginsMethod(b []byte) bool {
	if len(b) > longestMethod {
		return false
	}
	for name := range methods {
		if strings.HasPrefix(name, string(b)) {
			return true
		}
	}
	return false
}
