//! Words of the language and operators.

use promenade_functions::{aggregator, binary_operators};
use promenade_syntax::{Expected, TokenKind};

use super::item::{Collector, ItemKind, Parts, Subject};
use super::place::Place;

/// A keyword: what it does, and whether parentheses belong to it.
struct Keyword {
    word: &'static str,
    summary: &'static str,
    has_labels: bool,
    score: i32,
}

const fn row(word: &'static str, summary: &'static str, has_labels: bool, score: i32) -> Keyword {
    Keyword { word, summary, has_labels, score }
}

/// The keywords, with how often they are wanted.
const KEYWORDS: &[Keyword] = &[
    row("by", "Keeps these labels and sums up over all others.", true, 70),
    row("without", "Removes these labels and keeps all others.", true, 60),
    row("on", "Matches series by these labels.", true, 70),
    row("ignoring", "Matches series by all labels but these.", true, 60),
    row(
        "group_left",
        "Several series of the left side may match one of the right side, whose labels in parentheses are added.",
        true,
        69,
    ),
    row(
        "group_right",
        "Several series of the right side may match one of the left side, whose labels in parentheses are added.",
        true,
        58,
    ),
    row("bool", "Returns 0 or 1 in the place of filtering.", false, 50),
    row("offset", "Looks so far back.", false, 55),
    row("anchored", "Takes the samples at the boundaries of the window as they are.", false, 30),
    row("smoothed", "Interpolates at the boundaries of the window.", false, 29),
    row("fill", "Stands in for series without a partner on the other side.", false, 30),
    row("fill_left", "Stands in for series that the left side lacks.", false, 29),
    row("fill_right", "Stands in for series that the right side lacks.", false, 28),
];

/// What a keyword does.
pub(crate) fn summary(word: &str) -> Option<&'static str> {
    KEYWORDS.iter().find(|row| row.word.eq_ignore_ascii_case(word)).map(|row| row.summary)
}

pub(super) fn add(place: &Place<'_>, out: &mut Collector<'_>) {
    for kind in &place.expected.kinds {
        if let Expected::Keyword(word) = kind
            && let Some(row) = KEYWORDS.iter().find(|row| row.word == *word)
        {
            add_keyword(place, row, out);
        }
    }
    if place.expects(Expected::BinaryOperator) {
        add_operators(place, out);
    }
}

fn add_keyword(place: &Place<'_>, row: &Keyword, out: &mut Collector<'_>) {
    let is_called = place.next() == TokenKind::LeftParen;
    // Behind an aggregator or its arguments the grouping is what is missing; elsewhere words follow only sometimes.
    let is_due = if is_called { row.has_labels } else { is_behind_aggregation(place) && row.has_labels };
    let is_matching = is_called && row.has_labels && place.behind_parens().is_some_and(starts_operand);
    let mut score = row.score + if is_due { 300 } else { 0 } + if is_matching { 300 } else { 0 };
    if place.query.text()[..place.replace.start].trim_end().ends_with(']') {
        score += 20;
    }
    out.add(ItemKind::Keyword, row.word, score, || {
        let wants_labels = row.has_labels && !is_called;
        let snippet = wants_labels.then(|| format!("{} ($0)", row.word));
        let subject = Subject::Text(row.summary.to_owned());
        Parts { insert: row.word.to_owned(), snippet, detail: row.summary.to_owned(), subject }
    });
}

/// Whether an operand or the rest of the modifiers of an operator begins with this token.
fn starts_operand(kind: TokenKind) -> bool {
    use TokenKind as T;
    matches!(kind, T::GroupLeft | T::GroupRight | T::Identifier | T::MetricIdentifier | T::LeftParen | T::LeftBrace)
}

/// Whether the token before what is typed is the name of an aggregator.
fn is_behind_aggregation(place: &Place<'_>) -> bool {
    let before = place.query.text()[..place.replace.start].trim_end();
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    before.get(start..).is_some_and(|word| aggregator(word).is_some())
}

fn add_operators(place: &Place<'_>, out: &mut Collector<'_>) {
    for (score, def) in (0..60).rev().zip(binary_operators()) {
        let symbol = def.op.symbol();
        let is_word = symbol.starts_with(|c: char| c.is_ascii_alphabetic());
        let score = score + if is_word && is_followed(place) { 20 } else { 0 };
        out.add(ItemKind::Operator, symbol, score, || Parts {
            insert: symbol.to_owned(),
            snippet: None,
            detail: def.summary.to_owned(),
            subject: Subject::Operator(def),
        });
    }
}

/// Whether an operand or a modifier of an operator stands behind the cursor.
fn is_followed(place: &Place<'_>) -> bool {
    matches!(place.next(), TokenKind::On | TokenKind::Ignoring | TokenKind::Identifier | TokenKind::MetricIdentifier)
        || place.next() == TokenKind::LeftParen
}
