package compile

import (
	"slices"
	"strings"

	"github.com/tdewolff/parse/v2/js"
)

// The awaits that esbuild makes of a for await loop; _ is one of its variables.
// They take any result of the iterator, where the standard asks for an object.
var (
	nextOfLoop   = strings.Fields("= ! ( _ = await _ . next ( ) ) . done ; _ = false )")
	returnOfLoop = strings.Fields("&& ( _ = _ . return ) && await _ . call ( _ )")
)

// forAwait gives the helper the words for what a loop goes over, for its errors.
func (k *contextKeeper) forAwait(i int) {
	open := i + 1
	if k.kind(i-1) != js.EqToken || k.kind(open) != js.OpenParenToken || k.textOf(i) != "__forAwait" {
		return
	}
	end := k.tokens[open].match
	for n := open + 1; n < end; n++ {
		if kind := k.kind(n); kind != js.DotToken && kind != js.ThisToken && !js.IsIdentifier(kind) && !k.isName(n) {
			return
		}
	}
	k.edits = append(k.edits, edit{
		at: k.tokens[end].start, owner: k.tokens[i].start, ends: true,
		insert: ", " + quote(k.text[k.tokens[open].end:k.tokens[end].start]),
	})
}

func (k *contextKeeper) stepsIterator(i int) bool {
	return k.reads(i-slices.Index(nextOfLoop, "await"), nextOfLoop) || k.reads(i-slices.Index(returnOfLoop, "await"), returnOfLoop)
}

// reads reports whether the tokens from i on are words; _ is any variable.
func (k *contextKeeper) reads(i int, words []string) bool {
	if i < 0 || i+len(words) > len(k.tokens) {
		return false
	}
	for n, word := range words {
		if t := k.tokens[i+n]; word == "_" && !js.IsIdentifier(t.kind) || word != "_" && k.textOf(i+n) != word {
			return false
		}
	}
	return true
}
