//! `label_replace(x, "a", "$2", "b", "(.*)")`: there is no second group.

use promenade_functions::ParamRole;
use promenade_model::GoRegex;
use promenade_syntax::ExprKind;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL324",
    name: "label-replace-missing-group",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a replacement that names a group which the regular expression does not have.",
        why: "A group that is not there is replaced by nothing, so the label is empty or lacks a part.",
        example: Example::Query(r#"label_replace(up, "host", "$2", "instance", "(.*):9100")"#),
        instead: "Count the groups in the expression: `$1` is the first pair of parentheses that \
                  captures.",
        better: Example::Query(r#"label_replace(up, "host", "$1", "instance", "(.*):9100")"#),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, call, def) in cx.nodes.calls() {
        let arg = |role| def.signature.position(role).and_then(|index| call.args.get(index));
        let (Some(replacement), Some(regex)) = (arg(ParamRole::Replacement), arg(ParamRole::Regex)) else { continue };
        let (ExprKind::String(text), ExprKind::String(regex)) = (&replacement.kind, &regex.kind) else { continue };
        let Ok(regex) = GoRegex::new(&regex.value) else { continue };
        let n_groups = regex.names().count().saturating_sub(1);
        if let Some(group) = groups(&text.value).find(|group| *group > n_groups) {
            let has = if n_groups == 1 { "1 group".to_owned() } else { format!("{n_groups} groups") };
            let message = format!("`${group}` is empty: the regular expression has {has} only");
            report.add(replacement.range.clone(), message);
        }
    }
}

/// The groups that a replacement names by number: `$1`, `${1}`.
fn groups(replacement: &str) -> impl Iterator<Item = usize> + '_ {
    let mut parts = replacement.replace("$$", "").split('$').skip(1).map(str::to_owned).collect::<Vec<_>>();
    parts.reverse();
    std::iter::from_fn(move || parts.pop()).filter_map(|part| {
        let name = part.strip_prefix('{').and_then(|rest| rest.split_once('}').map(|(name, _)| name.to_owned()));
        let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        name.unwrap_or_else(|| word(&part)).parse().ok()
    })
}
