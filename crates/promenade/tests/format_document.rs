//! Files of every kind with their queries laid out.

use promenade::documents::{Document, ReadOptions};
use promenade::format::Options;
use promenade::{DocumentFormat, EscapedLines, FormattedDocument, QueryOutcome, format_document};

fn formatted(name: &str, text: &str, format: &DocumentFormat) -> FormattedDocument {
    let document = Document::read(name, text, &ReadOptions::default());
    assert_eq!(document.problems(), [], "{text}");
    let formatted = format_document(&document, format);
    let again = format_document(&Document::read(name, &formatted.text, &ReadOptions::default()), format);
    assert_eq!(again.text, formatted.text, "not idempotent");
    assert!(!again.is_changed());
    formatted
}

fn check(name: &str, before: &str, after: &str) {
    let format = DocumentFormat::default().options(Options::default().width(50));
    assert_eq!(formatted(name, before, &format).text, after);
}

#[test]
fn a_query_that_is_too_wide_becomes_a_block() {
    check(
        "a.yaml",
        "groups:\n- name: g\n  rules:\n  - record: r\n    expr: sum(rate(aaaaaaaaaaaa[5m]))/sum(rate(bbbbbbbbbbbb[5m])) # why\n    labels: {a: b}\n",
        "groups:\n- name: g\n  rules:\n  - record: r\n    expr: | # why\n      sum(rate(aaaaaaaaaaaa[5m]))\n      / sum(rate(bbbbbbbbbbbb[5m]))\n    labels: {a: b}\n",
    );
}

#[test]
fn the_width_is_that_of_the_file() {
    let query = "sum(aaaaaaaaaaaaa) + sum(bbbbbbbbbbbbbbbbb)";
    assert_eq!(query.len(), 43);
    check("a.promql", &format!("{query}\n"), &format!("{query}\n"));
    let rule = |query: &str| format!("groups:\n- rules:\n  - expr: |\n      {query}\n");
    check("a.yaml", &rule(query), &rule(query));
    let deeper = |query: &str| {
        format!("kind: PrometheusRule\napiVersion: v1\nspec:\n  groups:\n  - rules:\n    - expr: |\n        {query}\n")
    };
    check("a.yaml", &deeper(query), &deeper("sum(aaaaaaaaaaaaa)\n        + sum(bbbbbbbbbbbbbbbbb)"));
    check("a.md", &format!("> - ```promql\n>   {query}\n>   ```\n"), &format!("> - ```promql\n>   {query}\n>   ```\n"));
}

#[test]
fn a_query_in_json_has_lines_where_it_had_them() {
    let dashboard = |query: &str| format!("{{\"panels\":[{{\"targets\":[{{\"expr\":\"{query}\"}}]}}]}}");
    let one = "sum(rate(aaaaaaaaaaaa[$__rate_interval]))/sum(rate(bbbbbbbbbbbb[$__rate_interval]))";
    let joined = "sum(rate(aaaaaaaaaaaa[$__rate_interval])) / sum(rate(bbbbbbbbbbbb[$__rate_interval]))";
    let broken = "sum(rate(aaaaaaaaaaaa[$__rate_interval]))\\n/ sum(rate(bbbbbbbbbbbb[$__rate_interval]))";
    check("d.json", &dashboard(one), &dashboard(joined));
    check("d.json", &dashboard(&one.replace('/', "\\n/")), &dashboard(broken));
    let options = Options::default().width(50);
    let with = |lines| DocumentFormat::default().options(options.clone()).escaped_lines(lines);
    assert_eq!(formatted("d.json", &dashboard(one), &with(EscapedLines::Break)).text, dashboard(broken));
    let lines = dashboard(&one.replace('/', "\\n/"));
    assert_eq!(formatted("d.json", &lines, &with(EscapedLines::Join)).text, dashboard(joined));
}

#[test]
fn a_query_that_is_not_understood_stays_and_is_told_with_its_place() {
    let text = "groups:\n- rules:\n  - expr: \"a{b=\\\"c\\\"} +\"\n  - expr: a+b\n";
    let document = Document::read("a.yaml", text, &ReadOptions::default());
    let formatted = format_document(&document, &DocumentFormat::default());
    assert_eq!(formatted.text, text.replace("a+b", "a + b"));
    let [QueryOutcome::Refused(found), QueryOutcome::Changed] = formatted.queries.as_slice() else {
        panic!("{:?}", formatted.queries)
    };
    let at = text.find(" +\"").unwrap();
    assert!(found[0].range.start >= at && found[0].range.end <= at + 3, "{found:?}");
}

#[test]
fn comments_keep_queries_as_they_are() {
    let rules = |comments: [&str; 4]| {
        let [first, behind, between, within] = comments;
        format!(
            "groups:\n- name: g\n  rules:\n  {first}\n  - record: a\n    expr: sum( up ) {behind}\n  {between}\n  - record: b\n    \
             expr: |\n      {within}\n      sum( up )\n"
        )
    };
    let off = "# promenade: fmt off";
    for (comments, n_changed) in [
        (["", "", "", "# why"], 2),
        ([off, "", "", "# why"], 0),
        (["", off, "", "# why"], 1),
        (["", "# promenade: fmt off -- as in the book", "", "# why"], 1),
        (["", "", off, "# why"], 1),
        ([off, "", "# promenade: fmt on", "# why"], 1),
        (["", "", "", off], 1),
        (["# promenade: fmt", "", "", "# why"], 2),
    ] {
        let text = rules(comments);
        let changed = formatted("a.yaml", &text, &DocumentFormat::default()).text.matches("sum(up)").count();
        assert_eq!(changed, n_changed, "{text}");
    }
    let page = "<!-- promenade: fmt off -->\n```promql\nsum( up )\n```\n<!-- promenade: fmt on -->\n```promql\nsum( up )\n```\n";
    assert_eq!(formatted("a.md", page, &DocumentFormat::default()).text.matches("sum(up)").count(), 1);
}

#[test]
fn variables_that_stand_for_more_than_a_name_leave_the_rest() {
    let dashboard = |query: &str| {
        format!("{{\"panels\":[{{\"targets\":[{{\"expr\":\"sum(x) by (job $more)\"}},{{\"expr\":\"{query}\"}}]}}]}}")
    };
    check("d.json", &dashboard("sum( up )"), &dashboard("sum(up)"));
}

#[test]
fn the_example_of_the_page_is_true() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/formatting.md");
    let page = std::fs::read_to_string(path).unwrap();
    let blocks: Vec<_> = page.split("~~~yaml\n").skip(1).map(|rest| rest.split("~~~").next().unwrap()).collect();
    let [before, after] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    let rule = |expr: &str| format!("groups:\n- rules:\n  - record: r\n{expr}");
    assert_eq!(formatted("a.yaml", &rule(before), &DocumentFormat::default()).text, rule(after));
}
