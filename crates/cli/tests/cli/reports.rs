//! Findings in the forms that other programs read, read as these do.

use insta::assert_snapshot;
use quick_junit::Report;
use serde_json::Value;

use crate::common::Tree;

/// With signs that each form must escape, and columns that differ between characters and UTF-16.
fn tree() -> Tree {
    Tree::new(&[
        ("a, b: 100%.promql", "up{l=\"😀<&>\"}\n  + foo(1)\n"),
        ("b.promql", "sum(up)\n"),
        ("c.promql", "rate(up) + 0\n"),
        ("d.promql", "up\n"),
    ])
}

fn output(format: &str) -> String {
    let tree = tree();
    tree.write("d.promql", b"\xff");
    let output = tree.run(&format!("lint --output-format {format}"));
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stdout).expect("it is UTF-8")
}

#[test]
fn concise() {
    assert_snapshot!(output("concise"));
}

#[test]
fn github() {
    assert_snapshot!(output("github"));
}

#[test]
fn json() {
    let text = output("json");
    let rows: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(rows[0]["file"], "a, b: 100%.promql");
    assert_eq!(rows[0]["location"]["line"], 2);
    let fix = &rows[1]["fix"];
    assert_eq!((&fix["safety"], &fix["edits"][0]["content"]), (&"unsafe".into(), &"[5m]".into()), "{text}");
    assert_snapshot!(text);
}

#[test]
fn gitlab() {
    let text = output("gitlab");
    let issues: Vec<Value> = serde_json::from_str(&text).unwrap();
    let mut fingerprints: Vec<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), issues.len(), "{text}");
    assert_snapshot!(text);
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let fingerprint = |text: &str| {
        let tree = Tree::new(&[("a.promql", text)]);
        let output = tree.run("lint --output-format gitlab").stdout;
        let issues: Value = serde_json::from_slice(&output).unwrap();
        issues[0]["fingerprint"].as_str().unwrap().to_owned()
    };
    assert_eq!(fingerprint("up +\nfoo(1)\n"), fingerprint("up +\n# more\n\n  foo(1)\n"));
    assert_ne!(fingerprint("up +\nfoo(1)\n"), fingerprint("up +\nbar(1)\n"));
}

#[test]
fn junit() {
    let text = output("junit");
    let report = Report::deserialize_from_str(&text).unwrap();
    assert_eq!((report.tests, report.failures, report.errors), (4, 2, 1), "{text}");
    let names: Vec<String> = report.test_suites.iter().map(|suite| suite.name.to_string()).collect();
    assert_eq!(names, ["a, b: 100%.promql", "b.promql", "c.promql", "d.promql:1"]);
    assert_snapshot!(text);
}

#[test]
fn checkstyle() {
    use quick_xml::Reader;
    use quick_xml::events::Event;
    let text = output("checkstyle");
    let mut reader = Reader::from_str(&text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                let attribute = |name: &str| {
                    let attribute = tag.try_get_attribute(name).unwrap()?;
                    Some(attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned())
                };
                let name = tag.name().as_ref().to_owned();
                found.push((name, attribute("name").or_else(|| attribute("source"))));
            }
            _ => {}
        }
    }
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_deref().unwrap_or(""))).collect();
    let expected = [
        ("checkstyle", ""),
        ("file", "a, b: 100%.promql"),
        ("error", "promenade.PQL101"),
        ("file", "c.promql"),
        ("error", "promenade.PQL105"),
        ("file", "d.promql:1"),
        ("error", "promenade.file"),
    ];
    assert_eq!(found, expected);
    assert_snapshot!(text);
}

#[test]
fn sarif() {
    let text = output("sarif");
    let log: Value = serde_json::from_str(&text).unwrap();
    assert_valid_sarif(&log);
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&2.into(), &5.into()));
    assert_snapshot!(text);
}

#[test]
fn sarif_counts_utf16() {
    let tree = Tree::new(&[("a.promql", "up{l=\"😀\"} + foo(1)")]);
    let log: Value = serde_json::from_slice(&tree.run("lint --output-format sarif").stdout).unwrap();
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&14.into(), &17.into()));
    assert_valid_sarif(&log);
    let rows: Value = serde_json::from_slice(&tree.run("lint --output-format json").stdout).unwrap();
    assert_eq!(rows[0]["location"]["column"], 13);
}

fn assert_valid_sarif(log: &Value) {
    let mut schema: Value =
        serde_json::from_str(include_str!("../schemas/sarif-2.1.0-rtm.5.json")).expect("it is JSON");
    // What the final standard with its errata asks for beyond rtm.5. Where that lists texts, it also says that they are
    // texts, which follows.
    for definition in ["run", "toolComponent"] {
        schema["definitions"][definition]["properties"]["language"]["pattern"] = "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    let starts = ["startLine", "charOffset", "byteOffset"].map(|name| serde_json::json!({ "required": [name] }));
    schema["definitions"]["region"]["anyOf"] = starts.to_vec().into();
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    let errors: Vec<String> =
        validator.iter_errors(log).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let mut broken = log.clone();
    broken["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!validator.is_valid(&broken), "the schema refuses what is wrong");
}
