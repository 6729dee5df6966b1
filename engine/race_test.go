//go:build race

package engine

// slowdown is how much longer JavaScript takes under the race detector.
const slowdown = 3
