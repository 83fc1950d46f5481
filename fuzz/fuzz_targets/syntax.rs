//! Any text is lexed, parsed and checked; what is accepted is printed and parsed again to the same tree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use promenade::Features;
use promenade::model::value::SourceRange;
use promenade::semantic::{Options, parse_and_check};
use promenade::syntax::ast::walk;
use promenade::syntax::{Diagnostic, Expr, ExprKind, tokens};
use promenade_fuzz::memory::{Counting, peak_of};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a text may take beside what belongs to its length.
const FREE_BYTES: usize = 32 << 20;

fuzz_target!(|text: &str| {
    let ((), peak) = peak_of(|| run(text));
    assert!(peak < FREE_BYTES + 4096 * text.len(), "{} bytes of text take {peak} bytes of memory", text.len());
});

fn run(text: &str) {
    check_tokens(text);
    let options = Options::with_features(Features { type_and_unit_labels: true, ..Features::all() });
    let checked = parse_and_check(text, &options);
    checked.diagnostics.iter().for_each(|d| check_diagnostic(text, d));
    check_tree(text, &checked.expr);
    let has_errors = checked.diagnostics.iter().any(Diagnostic::is_error);
    assert_eq!(checked.model.typed().is_none(), has_errors, "there is a typed tree where there is no error");
    let printed = checked.expr.to_string();
    if has_errors {
        // Printing what is broken is allowed to give anything, but not to panic.
        let _ = parse_and_check(text, &Options::default());
        return;
    }
    let again = parse_and_check(&printed, &options);
    assert!(again.model.typed().is_some(), "{text:?} is printed as {printed:?}: {:?}", again.diagnostics);
    assert!(again.expr.same_as(&checked.expr), "{text:?} is printed as {printed:?}, which is another tree");
    let twice = again.expr.to_string();
    assert_eq!(printed, twice, "printing twice gives another text");
}

/// Tokens cover the text without gaps.
fn check_tokens(text: &str) {
    let mut at = 0;
    for token in tokens(text) {
        assert_eq!(token.range.start, at, "a gap before {token:?}");
        check_range(text, &token.range);
        at = token.range.end;
    }
    assert_eq!(at, text.len(), "tokens end early");
}

fn check_tree(text: &str, expr: &Expr) {
    walk(expr, &mut |node, above| {
        check_range(text, &node.range);
        if let Some(parent) = above.last().filter(|parent| !parent.is_error() && !node.is_error()) {
            let holds = parent.range.start <= node.range.start && node.range.end <= parent.range.end;
            assert!(holds, "{:?} reaches out of {:?} in {text:?}", node.range, parent.range);
        }
        check_parts(text, node);
        true
    });
}

fn check_parts(text: &str, node: &Expr) {
    match &node.kind {
        ExprKind::Aggregate(e) => {
            check_range(text, &e.op.range);
            e.modifier_range.iter().for_each(|range| check_range(text, range));
            e.grouping.iter().for_each(|label| check_range(text, &label.range));
        }
        ExprKind::Binary(e) => {
            check_range(text, &e.op_range);
            check_range(text, &e.modifier_range);
            e.matching.labels.iter().chain(&e.matching.include).for_each(|label| check_range(text, &label.range));
        }
        ExprKind::Call(e) => check_range(text, &e.function.range),
        ExprKind::Matrix(e) => {
            check_range(text, &e.selector_range);
            check_range(text, &e.range.range);
        }
        ExprKind::Subquery(e) => {
            check_range(text, &e.range.range);
            e.step.iter().for_each(|step| check_range(text, &step.range));
            e.offset.iter().for_each(|offset| check_range(text, &offset.range));
            e.at.iter().for_each(|at| check_range(text, &at.range));
        }
        ExprKind::Vector(e) => {
            e.name.iter().for_each(|name| check_range(text, &name.range));
            e.braces_range.iter().for_each(|range| check_range(text, range));
            for matcher in &e.matchers {
                check_range(text, &matcher.range);
                check_range(text, &matcher.name.range);
                check_range(text, &matcher.value_range);
            }
        }
        _ => {}
    }
}

fn check_diagnostic(text: &str, diagnostic: &Diagnostic) {
    check_range(text, &diagnostic.range);
    diagnostic.reported_at.iter().for_each(|&at| check_range(text, &(at..at)));
    diagnostic.labels.iter().for_each(|label| check_range(text, &label.range));
    let Some(fix) = &diagnostic.fix else { return };
    fix.edits.iter().for_each(|edit| check_range(text, &edit.range));
    assert!(fix.apply(text).is_some(), "the edits of {fix:?} overlap");
}

/// A range is in bounds and on character boundaries.
fn check_range(text: &str, range: &SourceRange) {
    assert!(text.get(range.clone()).is_some(), "{range:?} is no range of {text:?}");
}
