package compile

import (
	"bytes"
	"path/filepath"
	"strings"
)

// Packages that many handlers use, and that an isolate would run badly or not at
// all, get a part of theirs from the engine.

// undiciClient stands for the class of undici that opens sockets: its requests go
// the way of fetch. The package is that of Node.js's own fetch, and many use it.
const undiciClient = `module.exports = require("routescope:undici/client")(require);`

func isUndiciClient(file string) bool {
	return strings.HasSuffix(filepath.ToSlash(file), "/node_modules/undici/lib/dispatcher/client.js")
}

// bcryptjs spends nearly all its time in this function: a password of the usual
// ten rounds takes more than ten seconds in an isolate, and Go a hundredth of that.
const (
	bcryptKey     = "function _key(key, P, S) {"
	bcryptKeyInGo = bcryptKey + ` if (P instanceof Int32Array) return require("routescope:bcryptjs/key")(key, P, S);`
)

// withStandIns returns the text of a package's file as the engine runs it. Lines
// stay where they are.
func withStandIns(file string, text []byte) []byte {
	if packageOf(file) == "bcryptjs" {
		return bytes.Replace(text, []byte(bcryptKey), []byte(bcryptKeyInGo), 1)
	}
	return text
}
