// Oracle is Prometheus of one version as a program that answers JSON lines. The commands answer, parse and dump come
// from the files that cargo xtask reference copies beside this one; what depends on the version is found by reflection.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
)

var commands = map[string]func(args []string) error{
	"answer":    answer,
	"catalogue": catalogue,
	"dump":      dump,
	"parse":     parse,
}

func main() {
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: oracle answer|catalogue|dump|parse [FLAGS]")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func newFlags(name string) *flag.FlagSet { return flag.NewFlagSet(name, flag.ExitOnError) }

// eachLine answers each line of standard input at once, so that a caller may talk to the program.
func eachLine[T, R any](reply func(T) R) error {
	in, out := bufio.NewReaderSize(os.Stdin, 1<<20), json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for n := 1; ; n++ {
		line, readErr := in.ReadBytes('\n')
		if len(line) > 1 {
			var query T
			if err := json.Unmarshal(line, &query); err != nil {
				return fmt.Errorf("line %d of the input: %w", n, err)
			}
			if err := out.Encode(reply(query)); err != nil {
				return err
			}
		}
		if readErr == io.EOF {
			return nil
		}
		if readErr != nil {
			return readErr
		}
	}
}
