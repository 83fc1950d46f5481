package main

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"sort"

	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
)

type function struct {
	Name         string   `json:"name"`
	Args         []string `json:"args"`
	Variadic     int      `json:"variadic"`
	Returns      string   `json:"returns"`
	Experimental bool     `json:"experimental"`
	AtUnsafe     bool     `json:"at_unsafe"`
	Anchored     bool     `json:"anchored"`
	Smoothed     bool     `json:"smoothed"`
}

type aggregator struct {
	Name         string `json:"name"`
	Param        bool   `json:"param"`
	Experimental bool   `json:"experimental"`
}

// facts is what the language of this version consists of.
type facts struct {
	Functions   []function   `json:"functions"`
	Aggregators []aggregator `json:"aggregators"`
	Keywords    []string     `json:"keywords"`
	Options     []string     `json:"options"`
}

// catalogue writes the functions, aggregators and keywords, and the options that this program does not know.
func catalogue([]string) error {
	out := facts{Functions: functions(), Aggregators: []aggregator{}, Keywords: []string{}, Options: []string{}}
	word := regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)
	for item, text := range parser.ItemTypeStr {
		switch {
		case !word.MatchString(text):
		case item.IsAggregator():
			out.Aggregators = append(out.Aggregators, aggregator{text, item.IsAggregatorWithParam(), item.IsExperimentalAggregator()})
		case item.IsKeyword(), item.IsOperator(), item >= parser.START && item <= parser.MIN_OF:
			out.Keywords = append(out.Keywords, text)
		}
	}
	sort.Strings(out.Keywords)
	sort.Slice(out.Aggregators, func(i, j int) bool { return out.Aggregators[i].Name < out.Aggregators[j].Name })
	out.Options = append(unknown(parser.Options{}), unknown(promql.EngineOpts{})...)
	return json.NewEncoder(os.Stdout).Encode(out)
}

func functions() []function {
	var all []function
	for name, f := range parser.Functions {
		_, unsafe := promql.AtModifierUnsafeFunctions[name]
		_, anchored := promql.AnchoredSafeFunctions[name]
		_, smoothed := promql.SmoothedSafeFunctions[name]
		args := []string{}
		for _, arg := range f.ArgTypes {
			args = append(args, string(arg))
		}
		all = append(all, function{name, args, f.Variadic, string(f.ReturnType), f.Experimental, unsafe, anchored, smoothed})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// unknown lists the flags among the options that no feature sets.
func unknown(options any) []string {
	names, kind := []string{}, reflect.TypeOf(options)
	for i := range kind.NumField() {
		field := kind.Field(i)
		isKnown := slices.Contains(always, field.Name) || slices.Contains(never, field.Name)
		for _, switched := range switches {
			isKnown = isKnown || switched == field.Name
		}
		if field.Type.Kind() == reflect.Bool && !isKnown {
			names = append(names, field.Name)
		}
	}
	return names
}
