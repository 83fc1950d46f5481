//! The data directory of a Prometheus server: queried, listed and dumped.

use insta::assert_snapshot;

use crate::common::show;

/// A head without blocks, which Prometheus wrote.
const HEAD: &str = "../../../../testdata/tsdb/head-snappy";

/// A range of its time, in milliseconds.
const RANGE: &str = "--min-time 1700000014000 --max-time 1700000017000";

#[test]
fn a_head_without_blocks_is_queried() {
    assert_snapshot!(show(&format!("query 'count by (__name__) ({{__name__=~\".+\"}})' -d {HEAD}")), @"
    __name__         value
    counter              1
    float_histogram      4
    gauge                1
    histogram            4
    ");
}

#[test]
fn a_head_is_dumped() {
    assert_snapshot!(show(&format!("tsdb dump {HEAD} {RANGE} --match '{{__name__=~\"c.*\"}}'")), @r#"
    {__name__="counter", id="a"} 14435 1700000014435
    {__name__="counter", id="a"} 3 1700000015000
    {__name__="counter", id="a"} 16843 1700000016843
    "#);
    assert_snapshot!(show(&format!("tsdb dump-openmetrics {HEAD} {RANGE} --match '{{__name__=~\"c.*\"}}'")), @r#"
    counter{id="a"} 14435 1700000014.435
    counter{id="a"} 3 1700000015.000
    counter{id="a"} 16843 1700000016.843
    # EOF
    "#);
    assert_snapshot!(show(&format!("tsdb list {HEAD}")), @"BLOCK ULID   MIN TIME     MAX TIME     DURATION     NUM SAMPLES  NUM CHUNKS   NUM SERIES   SIZE");
}

#[test]
fn what_is_no_data_directory_is_refused() {
    assert_snapshot!(show("tsdb list nowhere"), @"
    --- stderr
    error: nowhere: there is no such file or directory
      help: check the path
    --- exit code Some(1)
    ");
    assert_snapshot!(show("tsdb dump mixed"), @"
    --- stderr
    error: mixed: this is not the data directory of a Prometheus server
      help: give the folder that Prometheus has as --storage.tsdb.path
    --- exit code Some(1)
    ");
    assert_snapshot!(show(&format!("query up -d {HEAD} -d mixed")), @"
    --- stderr
    error: ../../../../testdata/tsdb/head-snappy is the data directory of a Prometheus server and cannot be joined with other data
      help: name it alone after --data
    --- exit code Some(2)
    ");
    assert_snapshot!(show(&format!("query up -d {HEAD} --file-label x")), @"
    --- stderr
    error: --file-label is for files of metrics, not for a data directory
      help: leave it out: the samples have their labels and times
    --- exit code Some(2)
    ");
}
