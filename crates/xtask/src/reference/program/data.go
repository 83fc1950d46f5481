package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/util/teststorage"
)

type dataFlags struct{ script *string }

func addDataFlags(fs *flag.FlagSet) dataFlags {
	return dataFlags{fs.String("script", "", "file of promqltest 'load' commands")}
}

// open returns the data of the script and a function that releases it.
func (f dataFlags) open() (storage.Queryable, func(), error) {
	if *f.script == "" {
		return nil, nil, errors.New("give -script")
	}
	text, err := os.ReadFile(*f.script)
	if err != nil {
		return nil, nil, err
	}
	return load(string(text))
}

// loader stands in for the testing.TB that promqltest wants: failures panic, and load turns them into errors.
type loader struct {
	testing.TB
	cleanups []func()
}

func (*loader) Helper()                           {}
func (*loader) Name() string                      { return "script" }
func (*loader) Logf(string, ...any)               {}
func (*loader) Errorf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (*loader) FailNow()                          { panic("failed") }
func (l *loader) Cleanup(f func())                { l.cleanups = append(l.cleanups, f) }

func (l *loader) close() {
	for i := len(l.cleanups) - 1; i >= 0; i-- {
		l.cleanups[i]()
	}
}

// kept is a store that stays open when the script that filled it ends.
type kept struct{ storage.Storage }

func (kept) Close() error { return nil }

// load runs the script, so that it need not have a form of its own in each version, and keeps the store.
func load(text string) (store storage.Queryable, release func(), err error) {
	l := &loader{}
	defer func() {
		if failure := recover(); failure != nil {
			err = fmt.Errorf("loading the script: %v", failure)
		}
	}()
	var last storage.Storage
	promqltest.RunTestWithStorage(l, text, nil, func(testing.TB) storage.Storage {
		last = kept{teststorage.New(l, keepStartTimestamps)}
		return last
	})
	return sorted{last}, l.close, nil
}

// keepStartTimestamps makes a store keep the start timestamps of the samples, which it forgets by default.
func keepStartTimestamps(opts *tsdb.Options) {
	switchOn(opts, []string{"EnableSTStorage", "XOR2EncodingAllowed", "EnableHistogramSTEncoding"})
	if field := reflect.ValueOf(opts).Elem().FieldByName("FloatChunkEncoding"); field.IsValid() {
		field.Set(reflect.ValueOf(chunkenc.EncXOR2))
	}
}

// sorted hands series out in the order of their labels, as blocks do; a head's order changes from run to run.
type sorted struct{ storage.Queryable }

func (s sorted) Querier(mint, maxt int64) (storage.Querier, error) {
	q, err := s.Queryable.Querier(mint, maxt)
	return sortedQuerier{q}, err
}

type sortedQuerier struct{ storage.Querier }

func (q sortedQuerier) Select(ctx context.Context, _ bool, hints *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	return q.Querier.Select(ctx, true, hints, matchers...)
}
