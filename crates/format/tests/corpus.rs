//! Real expressions from dashboards and rules keep their meaning, their comments and, once formatted, their layout.

mod common;

use promenade_format::{GroupingPosition, Options, Parentheses};
use promenade_syntax::{TokenKind, Variables};

use common::{Random, check, comments, formatted, parse, recorded, replaced, with_variables};

/// Every option at another value than the usual.
fn other_options(variables: Variables) -> [Options; 3] {
    let usual = Options::default().variables(variables);
    [
        usual.clone().width(40).indent(4),
        usual.clone().grouping(GroupingPosition::AfterArguments).normalize(true),
        usual.grouping(GroupingPosition::AsWritten).width(1),
    ]
}

#[test]
fn real_expressions_keep_tree_and_comments() {
    let others = other_options(Variables::None);
    for (i, source) in replaced().into_iter().enumerate() {
        check(&source, &Options::default());
        check(&source, &others[i % 3]);
    }
}

#[test]
fn variables_stay_as_they_are() {
    let (usual, others) = (grafana(), other_options(Variables::Grafana));
    let variables = |text: &str| {
        let tokens = common::tokens(text, Variables::Grafana).into_iter();
        let mut held: Vec<_> = tokens.map(|t| text[t.range].to_owned()).filter(|t| t.contains(['$', '['])).collect();
        held.sort_unstable();
        held
    };
    for (i, source) in with_variables().into_iter().enumerate() {
        let text = check(&source, &usual);
        let (before, after) = (variables(&source), variables(&text));
        assert!(source.contains('#') || before == after, "{before:?} becomes {after:?}");
        check(&source, &others[i % 3]);
    }
}

#[test]
fn all_that_prometheus_accepts_keeps_its_tree() {
    let others = other_options(Variables::None);
    let recorded = recorded();
    assert!(recorded.is_empty() || recorded.len() > 2000);
    for (i, source) in recorded.into_iter().enumerate() {
        check(&source, &Options::default());
        check(&source, &others[i % 3]);
    }
}

#[test]
fn lines_are_no_longer_than_the_width_where_they_can_break() {
    let options = grafana();
    for source in with_variables().iter().filter(|source| !source.contains('#')) {
        let text = formatted(source, &options).text;
        for line in text.lines().filter(|line| line.chars().count() > options.width) {
            // Only what has no place to break may be longer: one matcher, one argument, one selector without matchers,
            // or text that a string goes over several lines with.
            let line = line.trim_start();
            let line = line.strip_prefix(|c: char| "+-*/%".contains(c)).unwrap_or(line);
            let outside: String = line.split(['"', '\'']).step_by(2).collect();
            let n_places = outside.trim_end_matches(['(', '{', ',']).matches([',', '(', '{']).count();
            assert!(n_places == 0 || source.contains('`'), "{line}\n{text}");
        }
    }
}

#[test]
fn fewer_parentheses_are_stable_and_verified() {
    let options = grafana().parentheses(Parentheses::RemoveRedundant);
    for source in with_variables() {
        let once = formatted(&source, &options);
        assert!(!matches!(once.outcome, promenade_format::Outcome::Kept(_)), "{source}");
        assert_eq!(formatted(&once.text, &options).text, once.text);
    }
}

#[test]
fn comments_anywhere_survive() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut n_checked, mut n_comments) = (0, 0);
    let sources = with_variables();
    for source in sources.iter().step_by(3).take(2100) {
        let commented = with_comments(source, &mut random);
        // Prometheus knows no comment between `[` and the first number.
        if parse(&commented, Variables::Grafana).is_ok() {
            check(&commented, &grafana());
            check(&commented, &grafana().width(30));
            check(&commented, &grafana().grouping(GroupingPosition::AfterArguments));
            n_checked += 1;
            n_comments += comments(&commented, Variables::Grafana).len();
        }
    }
    assert!(sources.is_empty() || n_checked >= 2000 && n_comments > 5000, "{n_checked} with {n_comments} comments");
}

fn grafana() -> Options {
    Options::default().variables(Variables::Grafana)
}

/// The source with comments at about a fifth of its token boundaries, on lines of their own and at the ends of lines.
fn with_comments(source: &str, random: &mut Random) -> String {
    let (mut out, mut n, mut in_bracket) = (String::new(), 0, false);
    for token in common::tokens(source, Variables::Grafana) {
        in_bracket = match token.kind {
            TokenKind::LeftBracket => true,
            TokenKind::Number
            | TokenKind::Duration
            | TokenKind::Variable
            | TokenKind::VariableNumber
            | TokenKind::RightBracket => false,
            _ => in_bracket,
        };
        out.push_str(&source[token.range]);
        if in_bracket || random.below(5) > 0 {
            continue;
        }
        n += 1;
        let comment = match random.below(4) {
            0 => "# N\n",
            1 => " # N  \r\n",
            2 => "\n  # N\n",
            _ => "\n# N\n\n #N again\n",
        };
        out.push_str(&comment.replace('N', &n.to_string()));
    }
    out
}
