// Command routescope opens a Next.js project, shows its API endpoints, runs
// them without Node.js, and replays saved exchanges as tests.
package main

import (
	"os"

	"routescope/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
