//! Changing a query changes it and nothing else, in every style that a file may write it in.

use promenade_documents::{Document, DocumentKind, EditError, QueryIdx, ReadOptions};

fn read(name: &str, text: &str) -> Document {
    let document = Document::read(name, text, &ReadOptions::default());
    assert_eq!(document.problems(), [], "{text}");
    document
}

/// Changes the only query of a file, and checks that the file then says so.
fn edited(name: &str, text: &str, new: &str) -> String {
    let document = read(name, text);
    assert_eq!(document.queries().len(), 1, "{text}");
    let edited = document.with_queries(&[(QueryIdx(0), new.to_owned())]).unwrap_or_else(|e| panic!("{e}: {text}"));
    let again = read(name, &edited);
    assert_eq!(again.queries()[0].text.trim_end(), new.trim_end(), "{edited}");
    edited
}

/// Puts each scalar behind `expr:` of a rule with a comment before and a key after it, changes it, and compares.
fn check(cases: &[(&str, &str, &str)]) {
    for (before, new, after) in cases {
        let around = |expr: &str| {
            format!(
                "# head\ngroups:\n  - name: g  # c\n    rules:\n      - alert: 'A'\n        expr:{expr}\n        # tail\n        for: 5m\n"
            )
        };
        assert_eq!(edited("a.yaml", &around(before), new), around(after), "{before:?} {new:?}");
        let crlf = |text: String| text.replace('\n', "\r\n");
        assert_eq!(edited("a.yaml", &crlf(around(before)), new), crlf(around(after)), "CRLF {before:?} {new:?}");
        let bom = |text: String| format!("\u{feff}{text}");
        assert_eq!(edited("a.yaml", &bom(around(before)), new), bom(around(after)), "BOM {before:?} {new:?}");
    }
}

#[test]
fn a_line_stays_in_the_style_of_its_scalar() {
    check(&[
        (" a+b", "a + b", " a + b"),
        (" a+b # why", "a + b", " a + b # why"),
        ("   a+b  ", "a + b", "   a + b  "),
        ("\n          a\n          +b", "a + b", "\n          a + b"),
        (" &x !!str a+b", "a + b", " &x !!str a + b"),
        (" 'a{b=\"c\"}'", "a{b='c'}", " 'a{b=''c''}'"),
        (" \"a{b='c'}\"", "a{b=\"\\\\c\"}", r#" "a{b=\"\\\\c\"}""#),
        (" 'a+b'  # why", "a + b", " 'a + b'  # why"),
        (" \"a\\n+b\"", "a + b", " \"a + b\""),
        (" |\n          a\n          +b", "a + b", " |\n          a + b"),
        (" |-\n          a+b\n", "a + b", " |-\n          a + b\n"),
        (" |+ # why\n          a+b\n\n\n", "a + b", " |+ # why\n          a + b\n\n\n"),
        (" |4-\n              a+b\n", "a + b", " |4-\n            a + b\n"),
        (" >\n          a\n          +b", "a + b", " >\n          a + b"),
        (" >-\n           a\n           +b", "a + b", " >-\n           a + b"),
        (" |\n\n          a+b", "a + b", " |\n          a + b"),
    ]);
}

#[test]
fn lines_stay_in_a_block_and_make_one_of_other_styles() {
    check(&[
        (" |\n          a+b", "a\n+\nb", " |\n          a\n          +\n          b"),
        (" |-\n              a+b", "a\n\n  + b", " |-\n              a\n\n                + b"),
        (" >-\n          a+b", "a\n+ b", " |-\n          a\n          + b"),
        (" >2-  # why\n          a\n          +b", "a\n+ b", " |2-  # why\n          a\n          + b"),
        (" a+b", "a\n+ b", " |\n          a\n          + b"),
        (" a+b # why", "a\n+ b", " | # why\n          a\n          + b"),
        ("\n          a\n          +b # why", "a\n+ b", " | # why\n          a\n          + b"),
        (" &x !!str a+b", "a\n+ b", " &x !!str |\n          a\n          + b"),
        (" 'a+b'", "a\n+ b", " |\n          a\n          + b"),
        (" \"a\\n+b\"", "a\n+ b", " |\n          a\n          + b"),
        (" |\n          a+b", " a\n+ b", " |2\n           a\n          + b"),
        (" |\n            a+b", "\ta\n+ b", " |4\n            \ta\n            + b"),
    ]);
}

#[test]
fn what_no_plain_scalar_can_be_is_put_in_quotes() {
    check(&[
        (" a", "a # c", " 'a # c'"),
        (" a", "{a=\"b\"}", " '{a=\"b\"}'"),
        (" a", "{a='b'}", " \"{a='b'}\""),
        (" a", "{a='b', c=\"d\"}", " '{a=''b'', c=\"d\"}'"),
        (" a", "sum by (x) (b: c)", " 'sum by (x) (b: c)'"),
        (" a", "null", " 'null'"),
        (" a", "\"a\"", " '\"a\"'"),
        (" a", "-a", " -a"),
        (" a", "- a", " '- a'"),
        (" a", "a{b=\"c\"} > 0", " a{b=\"c\"} > 0"),
        (" a", "a[5m:1m]", " a[5m:1m]"),
        (" a", "a\tb", " \"a\\tb\""),
        (" 'a'", "a\u{2028}b", " \"a\\u2028b\""),
    ]);
}

#[test]
fn within_brackets_there_are_no_blocks() {
    let around = |expr: &str| format!("groups: [{{name: g, rules: [{{record: r, expr: {expr}}}]}}]\n");
    let table = [
        ("a", "a + b", "a + b"),
        ("a", "a{b=\"c\"}", "'a{b=\"c\"}'"),
        ("a", "a\n+ b", "\"a\\n+ b\""),
        ("'a'", "a\n+ b", "\"a\\n+ b\""),
        ("\"a\"", "a\n+ b", "\"a\\n+ b\""),
        ("a", "x[5m]", "'x[5m]'"),
        ("a", "x? y", "'x? y'"),
    ];
    for (before, new, after) in table {
        assert_eq!(edited("a.yml", &around(before), new), around(after), "{new}");
    }
    let json = |expr: &str| {
        format!("{{\"groups\": [{{\"name\": \"g\", \"rules\": [{{\"record\": \"r\", \"expr\": {expr}}}]}}]}}")
    };
    assert_eq!(edited("rules.json", &json("\"a\""), "a\n{b=\"c\"}"), json("\"a\\n{b=\\\"c\\\"}\""));
}

#[test]
fn the_end_of_the_file_stays() {
    let around = |expr: &str| format!("groups:\n- rules:\n  - expr: {expr}");
    let table = [
        ("a", "b", "b"),
        ("a", "b\nc", "|\n      b\n      c"),
        ("|\n     a", "b\nc", "|\n     b\n     c"),
        ("|\n     a\n", "b\nc", "|\n     b\n     c\n"),
        ("|\n     a\n\n\n", "b", "|\n     b\n\n\n"),
        ("|+\n     a\n\n   \n", "b", "|+\n     b\n\n   \n"),
    ];
    for (before, new, after) in table {
        assert_eq!(edited("a.yml", &around(before), new), around(after), "{before:?}");
    }
}

#[test]
fn a_query_behind_aliases_is_changed_once() {
    let text = "groups:\n- name: g\n  rules:\n  - &r\n    record: a\n    expr: &e up+1 # c\n  - {record: b, expr: *e}\n  - <<: *r\n    record: c\n";
    let document = read("a.yaml", text);
    assert_eq!(document.queries().len(), 1);
    let rules = &document.rule_files()[0].groups[0].rules;
    assert_eq!(rules.iter().map(|rule| rule.expr).collect::<Vec<_>>(), [Some(QueryIdx(0)); 3]);
    let edited = edited("a.yaml", text, "up + 1");
    assert_eq!(edited, text.replace("up+1", "up + 1"));
}

#[test]
fn strings_of_json_keep_the_habits_of_the_file() {
    let around = |expr: &str| {
        format!("{{\"title\":\"t\",\n\t\"panels\": [ {{\"type\":\"graph\",\"targets\":[{{\"expr\":{expr} }}]}} ]}}\n")
    };
    let table = [
        (r#""a+b""#, "a + b", r#""a + b""#),
        (r#""a{b=\"c\"}""#, "a{b=\"d\"}", r#""a{b=\"d\"}""#),
        (r#""a\u003e0""#, "a > 0", r#""a \u003e 0""#),
        (r#""a>0""#, "a > 0", r#""a > 0""#),
        (r#""a\u003E0""#, "a > 0", r#""a \u003E 0""#),
        (r#""a""#, "a\n+\tb\\", r#""a\n+\tb\\""#),
        (r#""\u00e9\u4e00""#, "\"é\" + 一", r#""\"\u00e9\" + \u4e00""#),
        (r#""a\n""#, "b", r#""b\n""#),
        (r#""a{b=\"\/\"}""#, "b{b=\"/\"}", r#""b{b=\"\/\"}""#),
    ];
    for (before, new, after) in table {
        assert_eq!(edited("d.json", &around(before), new), around(after), "{before}");
    }
}

#[test]
fn a_variables_query_is_changed_within_its_function_and_in_its_definition() {
    let around = |selector: &str| {
        format!(
            r#"{{"templating":{{"list":[{{"type":"query","name":"n","definition":"label_values({selector},  job)","query":{{"query":"label_values({selector},  job)","refId":"A"}}}}]}}}}"#
        )
    };
    assert_eq!(edited("d.json", &around("up{ a=\\\"b\\\" }"), "up{a=\"b\"}"), around("up{a=\\\"b\\\"}"));
}

#[test]
fn code_blocks_keep_what_stands_before_their_lines() {
    let table = [
        ("# T\n\n```promql\na+b\n```\n", "a\n+ b", "# T\n\n```promql\na\n+ b\n```\n"),
        ("~~~ promql title\na+\nb\n~~~", "a + b", "~~~ promql title\na + b\n~~~"),
        (
            "- x\n\n  ```promql\n  a\n\n  +b\n  ```\n- y\n",
            "a\n\n+ b\n- c",
            "- x\n\n  ```promql\n  a\n\n  + b\n  - c\n  ```\n- y\n",
        ),
        ("> 1. ```PromQL\n>    a\n>    ```\n", "b\n\nc", "> 1. ```PromQL\n>    b\n>\n>    c\n>    ```\n"),
        ("```promql\r\na\r\n```\r\n", "b\nc", "```promql\r\nb\r\nc\r\n```\r\n"),
        ("```promql\n\ta\n```\n", "b", "```promql\nb\n```\n"),
        ("```promql\na\n\n```\n", "b", "```promql\nb\n\n```\n"),
        ("- ```promql\n\n  a\n  ```\n", "b\nc", "- ```promql\n  b\n  c\n  ```\n"),
        ("- ```promql\n\n  a\n  ```\n", "\nb", "- ```promql\n\n  b\n  ```\n"),
    ];
    for (before, new, after) in table {
        assert_eq!(edited("a.md", before, new), after);
    }
}

#[test]
fn a_bare_query_keeps_its_line_ends() {
    let table = [
        ("a+b", "a + b", "a + b"),
        ("a+b\n", "a\n+ b", "a\n+ b\n"),
        ("\u{feff}a\r\n+b\r\n", "a\n+ b", "\u{feff}a\r\n+ b\r\n"),
    ];
    for (before, new, after) in table {
        assert_eq!(edited("a.promql", before, new), after);
    }
}

#[test]
fn files_within_files_are_changed_in_place() {
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\ndata:\n  other.txt: |\n    expr\n  d.json: |-\n    {\n      \"panels\": [{\"targets\": [{\"expr\": \"a+b{c=\\\"d\\\"}\"}]}]\n    }\n---\n# next\nkind: ConfigMap\napiVersion: v1\n";
    let new = "a + b{c=\"d\"}";
    assert_eq!(edited("cm.yaml", text, new), text.replace("a+b", "a + b"));
}

#[test]
fn what_cannot_be_written_is_refused_and_the_file_stays() {
    let change = |name: &str, text: &str, new: &str| read(name, text).with_queries(&[(QueryIdx(0), new.to_owned())]);
    let rule = "groups:\n- rules:\n  - expr: |\n      a\n";
    assert!(matches!(change("a.yaml", rule, "a\u{85}b"), Err(EditError::Unwritable(_))));
    assert!(matches!(change("a.yaml", rule, "\n"), Err(EditError::Empty(_))));
    assert!(matches!(
        change("a.md", "```promql\na\n```\n", "a\n```\nb"),
        Err(EditError::Unwritable(_) | EditError::Unfaithful)
    ));
    let document = read("a.yaml", rule);
    assert_eq!(document.with_queries(&[(QueryIdx(7), "a".to_owned())]), Err(EditError::NoSuchQuery(QueryIdx(7))));
    let twice = [(QueryIdx(0), "a".to_owned()), (QueryIdx(0), "b".to_owned())];
    assert!(matches!(document.with_queries(&twice), Err(EditError::Conflict(_))));
    assert_eq!(document.with_queries(&[(QueryIdx(0), "a".to_owned())]).as_deref(), Ok(rule));
    assert_eq!(document.kind(), DocumentKind::RuleFile);
}

#[test]
fn a_query_that_is_empty_may_stay_so() {
    let text = "groups:\n- name: a\n  rules:\n  - alert: A\n    expr: |\n  - record: b:c\n    expr: up\n";
    let document = Document::read("rules.yaml", text, &ReadOptions::default());
    let empty = QueryIdx(0);
    assert_eq!(document.query(empty).map(|query| query.text.as_str()), Some(""));
    assert_eq!(document.with_queries(&[(empty, String::new())]).as_deref(), Ok(text));
    let up = QueryIdx(1);
    assert!(matches!(document.with_queries(&[(up, String::new())]), Err(EditError::Empty(_))));
}
