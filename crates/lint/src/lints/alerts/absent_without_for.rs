//! `absent(x)` without `for`: each restart of Prometheus raises it.

use crate::facts::condition::has_instant_absent;
use promenade_model::duration::format_duration;

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL604",
    name: "absent-without-for",
    group: Group::Alerts,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds alerts on `absent` whose `for` is not as long as two scrapes.",
        why: "When Prometheus starts, rules are evaluated before all targets are scraped, so the metric is \
              absent for a moment and the alert fires. Where the profile does not say how often is scraped, a minute is \
              assumed.",
        example: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: ApiGone
    expr: absent(up{job="api"})
"#,
        ),
        instead: "Set `for` to two scrape intervals or more.",
        better: Example::Rules(
            r#"groups:
- name: instances
  rules:
  - alert: ApiGone
    expr: absent(up{job="api"})
    for: 5m
"#,
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(query) = cx.query.as_ref().filter(|query| cx.is_alert() && has_instant_absent(query)) else { return };
    let scrape_ms = cx.settings.profile.as_ref().and_then(|profile| profile.scrape_interval_ms);
    let least_ms = scrape_ms.map_or(DEFAULT_MS, |scrape_ms| 2 * scrape_ms);
    if cx.for_ms() < least_ms && query.nodes.selectors().next().is_some() {
        let message = format!(
            "`for` should be {} or more, or a restart of Prometheus raises the alert",
            format_duration(least_ms)
        );
        let range = cx.rule.for_.as_ref().map_or_else(|| cx.name_range(), |value| value.range);
        report.add(range, message);
    }
}

/// Two scrapes where nothing is known of the server; one of Prometheus's default interval passes.
const DEFAULT_MS: i64 = 60_000;
