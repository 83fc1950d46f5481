package main

import (
	"flag"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
)

// switches names for each feature flag the field of parser.Options or promql.EngineOpts that it sets. A version without
// the field either does not know the flag or has what it stands for always on.
var switches = map[string]string{
	"promql-experimental-functions":   "EnableExperimentalFunctions",
	"promql-binop-fill-modifiers":     "EnableBinopFillModifiers",
	"promql-extended-range-selectors": "EnableExtendedRangeSelectors",
	"promql-unquoted-utf8-names":      "EnableUnquotedUTF8Names",
	"promql-delayed-name-removal":     "EnableDelayedNameRemoval",
	"use-start-timestamps":            "UseStartTimestamps",
	"type-and-unit-labels":            "EnableTypeAndUnitLabels",
}

// always names the fields that are on whatever the flags say.
var always = []string{"EnableAtModifier", "EnableNegativeOffset", "ExperimentalDurationExpr"}

// never names the fields that do not change an answer.
var never = []string{"EnablePerStepStats", "EnableQueryCost"}

type engineFlags struct{ features *string }

func addEngineFlags(fs *flag.FlagSet) engineFlags {
	return engineFlags{fs.String("features", "", "feature flags by commas, or 'all' for all but type-and-unit-labels")}
}

// fields lists the fields that the feature flags switch on.
func (f engineFlags) fields() ([]string, error) {
	fields := always
	for name := range strings.SplitSeq(*f.features, ",") {
		switch {
		case name == "":
		case name == "all":
			for feature, field := range switches {
				if feature != "type-and-unit-labels" {
					fields = append(fields, field)
				}
			}
		case switches[name] != "":
			fields = append(fields, switches[name])
		default:
			return nil, fmt.Errorf("unknown feature %q", name)
		}
	}
	return fields, nil
}

func (f engineFlags) parser() (parser.Parser, error) {
	fields, err := f.fields()
	opts := parser.Options{}
	switchOn(&opts, fields)
	return parser.NewParser(opts), err
}

func (f engineFlags) engine() (*promql.Engine, parser.Parser, error) {
	p, err := f.parser()
	if err != nil {
		return nil, nil, err
	}
	opts := promql.EngineOpts{
		MaxSamples:               50_000_000,
		Timeout:                  2 * time.Minute,
		LookbackDelta:            5 * time.Minute,
		NoStepSubqueryIntervalFn: func(int64) int64 { return time.Minute.Milliseconds() },
		Parser:                   p,
	}
	fields, err := f.fields()
	switchOn(&opts, fields)
	return promql.NewEngine(opts), p, err
}

// switchOn sets those of the fields to true that the options have.
func switchOn(options any, fields []string) {
	value := reflect.ValueOf(options).Elem()
	for _, name := range fields {
		if field := value.FieldByName(name); field.IsValid() && field.Kind() == reflect.Bool {
			field.SetBool(true)
		}
	}
}
