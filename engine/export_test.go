package engine

// Slowdown is how much slower tests run than without the race detector.
const Slowdown = slowdown
