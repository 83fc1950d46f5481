//! The labels that flow out of an expression, in words.

use promenade_semantic::flow::{Flow, Presence};

/// Longer lists are cut.
const MAX_LABELS: usize = 20;

/// Which labels the series of a result have; `None` if nothing is known, or where there are no series.
pub(super) fn text(flow: &Flow) -> Option<String> {
    let names: std::collections::BTreeSet<&str> =
        flow.live().flat_map(|source| source.labels.named()).map(|(name, _)| name).collect();
    flow.live().next()?;
    let rest = flow.live().map(|source| source.labels.rest().presence()).all(|p| p == Presence::Impossible);
    let of = |presence: Presence| -> Vec<&str> {
        names.iter().copied().filter(|name| flow.presence(name) == presence).collect()
    };
    let mut lines = Vec::new();
    push(&mut lines, "labels", &of(Presence::Guaranteed));
    push(&mut lines, "possible labels", &of(Presence::Possible));
    if rest {
        lines.push("no other labels".to_owned());
    } else {
        push(&mut lines, "labels that cannot be there", &of(Presence::Impossible));
    }
    (!lines.is_empty()).then(|| lines.join("; "))
}

fn push(lines: &mut Vec<String>, what: &str, names: &[&str]) {
    if names.is_empty() {
        return;
    }
    let shown: Vec<String> = names.iter().take(MAX_LABELS).map(|name| format!("`{name}`")).collect();
    let rest = names.len().saturating_sub(shown.len());
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    lines.push(format!("{what}: {}{rest}", shown.join(", ")));
}
