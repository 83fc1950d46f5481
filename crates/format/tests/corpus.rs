//! Real expressions from dashboards and rules keep their meaning, their comments and, once formatted, their layout.

mod common;

use promenade_format::{GroupingPosition, Options, Parentheses};
use promenade_syntax::{TokenKind, tokens};

use common::{check, corpus, formatted};

#[test]
fn real_expressions_keep_tree_and_comments() {
    let narrow = Options { width: 40, indent: 4, ..Options::default() };
    let after = Options { grouping: GroupingPosition::AfterArguments, normalize: true, ..Options::default() };
    let as_written = Options { grouping: GroupingPosition::AsWritten, width: 1, ..Options::default() };
    for (i, source) in corpus().into_iter().enumerate() {
        check(&source, &Options::default());
        check(&source, [&narrow, &after, &as_written][i % 3]);
    }
}

#[test]
fn lines_are_no_longer_than_the_width_where_they_can_break() {
    let options = Options::default();
    for source in corpus().iter().filter(|source| !source.contains('#')) {
        let text = formatted(source, &options).text;
        for line in text.lines().map(str::trim_start).filter(|line| line.chars().count() > options.width) {
            // Only a chain of tokens that has no place to break may be longer: one matcher, one argument, one selector.
            let breakable = line.trim_end_matches(',').matches(", ").count() + line.matches(" or ").count();
            assert!(breakable == 0 || line.contains(['"', '\'', '`']), "{line}");
        }
    }
}

#[test]
fn fewer_parentheses_are_stable_and_verified() {
    let options = Options { parentheses: Parentheses::RemoveRedundant, ..Options::default() };
    for source in corpus() {
        let once = formatted(&source, &options);
        assert!(!matches!(once.outcome, promenade_format::Outcome::Kept(_)), "{source}");
        assert_eq!(formatted(&once.text, &options).text, once.text);
    }
}

#[test]
fn comments_anywhere_survive() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut n_checked, mut n_comments) = (0, 0);
    for source in corpus().iter().step_by(3).take(2000) {
        let commented = with_comments(source, &mut random);
        // Prometheus knows no comment between `[` and the first number.
        if common::parse(&commented).is_ok() {
            check(&commented, &Options::default());
            check(&commented, &Options { width: 30, ..Options::default() });
            check(&commented, &Options { grouping: GroupingPosition::AfterArguments, ..Options::default() });
            n_checked += 1;
            n_comments += common::comments(&commented).len();
        }
    }
    let is_skipped = corpus().is_empty();
    assert!(is_skipped || n_checked > 1900 && n_comments > 5000, "{n_checked} with {n_comments} comments");
}

/// The source with comments at about a fifth of its token boundaries, on lines of their own and at the ends of lines.
fn with_comments(source: &str, random: &mut Random) -> String {
    let (mut out, mut n, mut in_bracket) = (String::new(), 0, false);
    for token in tokens(source) {
        in_bracket = match token.kind {
            TokenKind::LeftBracket => true,
            TokenKind::Number | TokenKind::Duration | TokenKind::RightBracket => false,
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

/// A small generator of numbers, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}
