//! Series descriptions: what they stand for, what is refused and where.

mod common;

use promenade_model::Features;
use promenade_syntax::series_description::{parse_series_description, unquote};
use proptest::prelude::*;

fn text(line: &str) -> String {
    let (labels, values) = parse_series_description(line, Features::all()).unwrap_or_else(|d| panic!("{line}: {d}"));
    let values: Vec<_> = values.iter().map(ToString::to_string).collect();
    format!("{labels} {}", values.join(" "))
}

#[test]
fn reads_series() {
    for (line, expected) in [
        ("", "{} "),
        ("m", r#"{__name__="m"} "#),
        ("m 1 2 -3.5 +4", r#"{__name__="m"} 1 2 -3.5 4"#),
        ("m{a=\"b c\"} 1+2x3", r#"{__name__="m", a="b c"} 1 3 5 7"#),
        ("m 1-2x2 3x2", r#"{__name__="m"} 1 -1 -3 3 3 3"#),
        ("m 1x0 1+1x0", r#"{__name__="m"} 1 1"#),
        ("{} _ _x2 1 _x0", "{} _ _ _ 1"),
        ("{\"a.b\", \"c.d\"=\"e\",} Inf -Inf nan 1e3", r#"{__name__="a.b", "c.d"="e"} +Inf -Inf NaN 1000"#),
        ("m{\"x\"} 1", r#"{__name__="m"} 1"#),
        ("m{a='\\u70ac = torch'}\t1\t 2 ", r#"{__name__="m", a="炬 = torch"} 1 2"#),
        ("  sum 1", r#"{__name__="sum"} 1"#),
        ("m 0x5", r#"{__name__="m"} 0 0 0 0 0 0"#),
        ("m 010 1_0x1 .5 1.x1", r#"{__name__="m"} 8 10 10 0.5 1 1"#),
        ("m stale 1", r#"{__name__="m"} stale 1"#),
        ("m {{}}", r#"{__name__="m"} {{}}"#),
        ("m {{ }}x1", r#"{__name__="m"} {{}} {{}}"#),
        ("m {{Sum:-Inf buckets:[010 2  ]  }}", r#"{__name__="m"} {{sum:-Inf buckets:[8 2]}}"#),
        (
            "m {{schema:1 sum:5 count:4 buckets:[1 2 1]}}+{{schema:1 sum:1 count:1 buckets:[1]}}x1",
            r#"{__name__="m"} {{schema:1 count:4 sum:5 buckets:[1 2 1]}} {{schema:1 count:5 sum:6 buckets:[2 2 1]}}"#,
        ),
        (
            "m {{buckets:[5] schema:0}}+{{buckets:[1 2] schema:1}}x2",
            r#"{__name__="m"} {{buckets:[5]}} {{buckets:[6 2]}} {{buckets:[7 4]}}"#,
        ),
        (
            "m {{schema:1 sum:0.3 count:3.1 z_bucket:7.1 z_bucket_w:0.05 buckets:[5.1 10 7] offset:-3 n_buckets:[4.1 5] \
             n_offset:5 counter_reset_hint:gauge}}",
            "{__name__=\"m\"} {{schema:1 count:3.1 sum:0.3 z_bucket:7.1 z_bucket_w:0.05 counter_reset_hint:gauge \
             offset:-3 buckets:[5.1 10 7] n_offset:5 n_buckets:[4.1 5]}}",
        ),
        (
            "m {{schema:-53 custom_values:[1 2] buckets:[1 2 3]}}",
            r#"{__name__="m"} {{schema:-53 custom_values:[1 2] buckets:[1 2 3]}}"#,
        ),
    ] {
        assert_eq!(text(line), expected, "{line}");
    }
}

#[test]
fn steps_are_added_up() {
    let (_, values) = parse_series_description("m 0.1+0.2x3", Features::all()).expect("a series");
    let values: Vec<_> = values.iter().filter_map(|v| v.value).collect();
    assert_eq!(values, [0.1, 0.1 + 0.2, 0.1 + 0.2 + 0.2, 0.1 + 0.2 + 0.2 + 0.2]);
}

#[test]
fn hints_are_said_or_not() {
    let hints = |line| -> Vec<bool> {
        let (_, values) = parse_series_description(line, Features::all()).expect("a series");
        values.iter().map(|v| v.counter_reset_hint_set).collect()
    };
    assert_eq!(hints("m {{}} {{counter_reset_hint:unknown}} 1"), [false, true, false]);
    assert_eq!(hints("m {{}}+{{counter_reset_hint:gauge}}x1"), [true, true]);
    assert_eq!(hints("m {{counter_reset_hint:gauge}}+{{}}x1"), [false, false]);
}

#[test]
fn mistakes_have_a_place() {
    for (line, code, start) in [
        ("m 1 x", "PQL201", 4),
        ("m x3", "PQL201", 2),
        ("m 1+2", "PQL201", 5),
        ("m -3-3 -3", "PQL201", 6),
        ("m _-2", "PQL201", 3),
        ("m _a4", "PQL201", 3),
        ("m __", "PQL201", 3),
        ("m 3+3x4-4", "PQL201", 7),
        ("m 1x", "PQL201", 4),
        ("m 1x1_0", "PQL201", 4),
        ("m - 1", "PQL201", 3),
        ("m 1h", "PQL201", 2),
        ("m 0x1f", "PQL201", 4),
        ("m Infx3", "PQL201", 2),
        ("m STALE", "PQL201", 2),
        ("m +stale", "PQL201", 3),
        ("m # x", "PQL201", 2),
        ("m {a=\"b\"} 1", "PQL201", 2),
        ("m{a=\"b\"}1", "PQL201", 8),
        (" 1", "PQL201", 1),
        ("bool 1", "PQL201", 0),
        ("m{a=~\"b\"} 1", "PQL001", 3),
        ("m{a=} 1", "PQL001", 4),
        ("{\"m\"xx} 1", "PQL001", 4),
        ("{\"m} 1", "PQL003", 1),
        ("m{a=\"b\" 1", "PQL002", 8),
        ("m {{foo:1}}", "PQL202", 4),
        ("m {{schema :1}}", "PQL202", 4),
        ("m {{schema: 1}}", "PQL201", 11),
        ("m {{ schema:1}}", "PQL201", 5),
        ("m {{schema:1 schema:1}}", "PQL202", 0),
        ("m {{sum:+1}}", "PQL201", 8),
        ("m {{sum:.5}}", "PQL201", 8),
        ("m {{buckets:[]}}", "PQL201", 13),
        ("m {{buckets:[ 1]}}", "PQL201", 13),
        ("m {{buckets:[1", "PQL201", 14),
        ("m {{counter_reset_hint:foo}}", "PQL202", 23),
        ("m {{}}{{}}", "PQL201", 6),
        ("m {{}}+{{sum:1}}", "PQL201", 16),
        ("m {{}}x1x1", "PQL201", 8),
        ("m {{buckets:[5] schema:1}}+{{buckets:[1] schema:0}}x2", "PQL202", 2),
        ("m 1x99999999999", "PQL203", 2),
        ("m _x18446744073709551615", "PQL203", 2),
        ("m {{}}x18446744073709551615", "PQL203", 2),
        ("m {{offset:99999999999}}", "PQL202", 11),
    ] {
        let found = parse_series_description(line, Features::all()).map_err(|d| (d.code, d.reported_offset()));
        assert_eq!(found, Err((code, start)), "{line}");
    }
}

#[test]
fn reads_the_series_of_prometheus_scripts() {
    let Some(folder) = common::shared("v3.16/promqltest") else { return };
    let mut n_series = 0;
    for file in std::fs::read_dir(folder).expect("the folder can be read") {
        let text = std::fs::read_to_string(file.expect("an entry").path()).unwrap_or_default();
        let mut in_load = false;
        for line in text.lines() {
            let is_series = in_load && line.starts_with([' ', '\t']) && !line.trim_start().starts_with('#');
            if line.starts_with("load") {
                in_load = true;
            } else if is_series && !line.trim().is_empty() && !line.contains("@st ") {
                n_series += 1;
                if let Err(diagnostic) = parse_series_description(line, Features::all()) {
                    panic!("{line}: {diagnostic}");
                }
            } else if !is_series && !line.trim_start().starts_with('#') {
                in_load = false;
            }
        }
    }
    assert_eq!(n_series, 1222);
}

#[test]
fn strings_are_unquoted() {
    assert_eq!(unquote("\"a\\nb\"").as_deref(), Ok("a\nb"));
    assert!(unquote("a").is_err());
    assert!(unquote("\"a").is_err());
}

const WORDS: &[&str] = &[
    "m",
    "{",
    "}",
    "{{",
    "}}",
    "a=\"b\"",
    ",",
    " ",
    "1",
    "x",
    "x3",
    "+2",
    "-",
    "_",
    "stale",
    "Inf",
    "sum:",
    "buckets:",
    "[",
    "]",
    "schema:",
    "-53",
    "offset:",
    "é",
    "@st",
    "x9999999999999",
];

proptest! {
    #[test]
    fn any_words_are_read(words in prop::collection::vec(prop::sample::select(WORDS), 0..30)) {
        let line = words.concat();
        if let Err(diagnostic) = parse_series_description(&line, Features::all()) {
            prop_assert!(line.get(diagnostic.range.clone()).is_some());
        }
    }

    #[test]
    fn any_text_is_read(line in any::<String>()) {
        if let Err(diagnostic) = parse_series_description(&line, Features::all()) {
            prop_assert!(line.get(diagnostic.range.clone()).is_some());
        }
    }
}
