//! What is expected at a place, `|` in these queries.

mod common;

use common::{options, parse};
use promenade_syntax::ast::walk;
use promenade_syntax::{Expectation, Expected};

fn at_cursor(query: &str) -> (String, Expectation) {
    let offset = query.find('|').expect("a cursor");
    let source = query.replacen('|', "", 1);
    let found = parse(&source).expected_at(offset, &options());
    (source, found)
}

fn words(found: &Expectation) -> String {
    let word = |kind: &Expected| match kind {
        Expected::Keyword(word) | Expected::Punctuation(word) => (*word).to_owned(),
        kind => format!("<{kind:?}>"),
    };
    found.kinds.iter().map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn kinds() {
    const SUFFIX: &str = "[ offset @ anchored smoothed <BinaryOperator>";
    for (query, expected) in [
        ("|", "<Expression>"),
        ("ra|", "<Expression>"),
        ("-|", "<Expression>"),
        ("(|", "<Expression>"),
        ("(a |", &format!("{{ {SUFFIX} )")),
        ("a |", &format!("{{ {SUFFIX}")),
        ("rate |", &format!("( {{ {SUFFIX}")),
        ("sum |", &format!("( by without {{ {SUFFIX}")),
        ("1 |", "<BinaryOperator>"),
        ("a + |", "on ignoring fill fill_left fill_right <Expression>"),
        ("a > |", "bool on ignoring fill fill_left fill_right <Expression>"),
        ("a * on|", "on ignoring fill fill_left fill_right <Expression>"),
        ("a * on |", "("),
        ("a * on (|", "<GroupingLabel> )"),
        ("a * on (job|", "<GroupingLabel> )"),
        ("a * on (job |", ", )"),
        ("a * on (job) |", "group_left group_right fill fill_left fill_right <Expression>"),
        ("a * on (job) group_left |", "( fill fill_left fill_right <Expression>"),
        ("a * fill(|", "<FillValue>"),
        ("{|", "<MatcherLabel> }"),
        ("a{jo|}", "<MatcherLabel> }"),
        ("a{job|", "<MatcherLabel> }"),
        ("a{job |", "<MatcherOperator>"),
        ("a{job!|", "<MatcherOperator>"),
        ("a{job=|", "<LabelValue>"),
        ("a{job=\"|", "<LabelValue>"),
        ("a{job=\"x|y\"}", "<LabelValue>"),
        ("a{job=\"x\"|", ", }"),
        ("a{job=\"x\",|", "<MatcherLabel> }"),
        ("a{job=|, instance=\"x\"}", "<LabelValue>"),
        ("a{} |", SUFFIX),
        ("a[|", "<Duration>"),
        ("a[5|", "<Duration>"),
        ("a[5m |", "<DurationOperator> : ]"),
        ("a[5m:|", "<Duration> ]"),
        ("a[5m] |", "offset @ anchored smoothed <BinaryOperator>"),
        ("a offset |", "<Duration>"),
        ("a offset 5m |", "[ @ anchored smoothed <BinaryOperator>"),
        ("a @ |", "<Timestamp>"),
        ("a @ st|", "<Timestamp>"),
        ("a @ start |", "("),
        ("rate(|", "<Expression> )"),
        ("rate(a, |", "<Expression>"),
        ("rate(a[5m] |", "offset @ anchored smoothed <BinaryOperator> , )"),
        ("sum(a) |", "by without [ <BinaryOperator>"),
        ("sum by |", "("),
        ("sum by (|", "<GroupingLabel> )"),
        ("sum by (job) |", "("),
        ("a # com|", ""),
    ] {
        let (source, found) = at_cursor(query);
        assert_eq!(words(&found), expected, "at {query:?} in {source:?}: {found:?}");
    }
}

#[test]
fn the_place() {
    for (query, replace, node, call, label) in [
        ("sum(ra|", "ra", "sum(ra", Some(("sum", 0)), None),
        ("topk(5, |", "", "topk(5,", Some(("topk", 1)), None),
        ("f(g(a), -b|)", "b", "-b", Some(("f", 1)), None),
        ("f(g(a), |b)", "", "f(g(a), b)", Some(("f", 1)), None),
        ("a{job=\"x|\"}", "\"x\"", "a{job=\"x\"}", None, Some("job")),
        ("sum(a{job=|", "", "a{job=", Some(("sum", 0)), Some("job")),
        ("sum by (|) (a)", "", "sum by () (a)", None, None),
        ("a + |", "", "a +", None, None),
    ] {
        let (source, found) = at_cursor(query);
        let tree = parse(&source);
        let mut around = "";
        walk(&tree.expr, &mut |expr, _| {
            if Some(expr.id) == found.node {
                around = &source[expr.range.clone()];
            }
            true
        });
        assert_eq!(&source[found.replace.clone()], replace, "{query:?}");
        assert_eq!(around, node, "{query:?}");
        let found_call = found.call.as_ref().map(|call| (&source[call.name.clone()], call.argument));
        assert_eq!(found_call, call, "{query:?}");
        assert_eq!(found.label.as_deref(), label, "{query:?}");
    }
}
