// What the package bcryptjs spends its time on, in Go: a password of ten rounds takes
// more than ten seconds without. engine/compile puts it into the package's _key().
// Go half: blowfish.go (op_blowfish_expand).

const { Uint8Array, global } = primordials;
const { Int32Array } = global;
const { op_blowfish_expand } = ops;

/** Mixes a key, a list of bytes, into the subkeys P and the S-boxes S. */
function expandKey(key, P, S) {
  const state = new Int32Array(P.length + S.length);
  state.set(P);
  state.set(S, P.length);
  const mixed = op_blowfish_expand(new Uint8Array(state.buffer), new Uint8Array(key));
  const words = new Int32Array(mixed.buffer, mixed.byteOffset, state.length);
  P.set(words.subarray(0, P.length));
  S.set(words.subarray(P.length));
}

module.exports = expandKey;
