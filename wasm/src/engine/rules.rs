//! Rule files: linted, and evaluated over the loaded data.

use promenade::documents::{Document, QueryIdx, ReadOptions};
use promenade::lint::{Finding, Linter, Safety};
use promenade::rules::{
    Alert, LayeredStorage, LoadOptions, RuleError, RuleGroup, RuleOptions, RuleStep, WrittenSample, load_groups,
};
use promenade::storage::{SampleValue, UnionStorage};
use promenade::syntax::diagnostic::{Edit, Fix};
use promenade::{Features, Labels, LintSettings};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::answer::write_labels;
use crate::json::Json;
use crate::language::{lint_url, write_fix};
use crate::offsets::Offsets;

/// What the file is called.
const NAME: &str = "rules.yml";
/// Milliseconds between two evaluations of a group that does not say.
const INTERVAL_MS: i64 = 60_000;
/// How often a group is evaluated before the time that is asked for, so that alerts that wait can fire.
const MAX_ROUNDS: i64 = 1_000;

#[wasm_bindgen]
impl Engine {
    /// What is wrong with a rule file and what is probably not meant, as a list of `Diagnostic`.
    #[wasm_bindgen(js_name = checkRules)]
    pub fn check_rules(&self, yaml: &str) -> String {
        let document = Document::read(NAME, yaml, &ReadOptions::default());
        let findings = Linter::new(LintSettings::default()).lint(std::slice::from_ref(&document));
        let offsets = Offsets::of(yaml);
        Json::of_list(&findings, |json, finding| write_finding(finding, &document, &offsets, json))
    }

    /// What the rules of a file give at a time: each group is evaluated at its interval from the oldest sample on, at most a
    /// thousand times. The answer has the list `rules` of `RuleResult`, or `errors` that say why the file is refused.
    #[wasm_bindgen(js_name = evaluateRules)]
    pub fn evaluate_rules(&self, yaml: &str, time_ms: f64, features: &str) -> String {
        let features = crate::options::features(features);
        let groups = match groups(yaml, features) {
            Ok(groups) => groups,
            Err(errors) => return Json::of(|json| json.key("errors").list(&errors, |json, error| json.text(error))),
        };
        let options = RuleOptions::default().features(features);
        let mut storage = LayeredStorage::new(self.storage.clone());
        let oldest_ms = self.oldest_ms.unwrap_or(time_ms as i64);
        let evaluated = evaluate(groups, &mut storage, oldest_ms, time_ms as i64, &options);
        Json::of(|json| {
            json.key("rules").list(&evaluated, |json, (group, steps)| {
                for ((definition, rule), step) in group.rules().zip(steps) {
                    json.object(|json| {
                        json.key("group").text(&group.definition().name);
                        json.key("rule").text(&definition.name);
                        write_rule(rule.active_alerts().collect(), definition.rule_type, step, json);
                    });
                }
            });
        })
    }
}

fn groups(yaml: &str, features: Features) -> Result<Vec<RuleGroup>, Vec<String>> {
    let definitions = load_groups(NAME, yaml, &LoadOptions::default().features(features))
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let groups = definitions.into_iter().map(|definition| RuleGroup::new(definition, features));
    groups.collect::<Result<_, _>>().map_err(|error| vec![error.to_string()])
}

/// The groups with what came of each rule at the last time. Groups take turns in the order of time, as in a server.
fn evaluate(
    groups: Vec<RuleGroup>,
    storage: &mut LayeredStorage<UnionStorage>,
    oldest_ms: i64,
    time_ms: i64,
    options: &RuleOptions,
) -> Vec<(RuleGroup, Vec<RuleStep>)> {
    let mut running: Vec<(RuleGroup, Vec<RuleStep>)> = groups.into_iter().map(|group| (group, Vec::new())).collect();
    let interval_ms = |group: &RuleGroup| group.definition().interval_ms.unwrap_or(INTERVAL_MS).max(1);
    let first_ms = |group: &RuleGroup| {
        let interval_ms = interval_ms(group);
        let n_rounds = (time_ms.saturating_sub(oldest_ms) / interval_ms).clamp(0, MAX_ROUNDS);
        time_ms.saturating_sub(n_rounds.saturating_mul(interval_ms))
    };
    let mut next_ms: Vec<i64> = running.iter().map(|(group, _)| first_ms(group)).collect();
    while let Some((at, due_ms)) = next_ms.iter().copied().enumerate().min_by_key(|(at, due_ms)| (*due_ms, *at)) {
        if due_ms > time_ms {
            break;
        }
        let (group, steps) = &mut running[at];
        *steps = group.step(storage, due_ms, options).rules;
        next_ms[at] = due_ms.saturating_add(interval_ms(group)).max(due_ms.saturating_add(1));
        if due_ms == i64::MAX {
            break;
        }
    }
    running
}

fn write_rule(alerts: Vec<&Alert>, kind: promenade::rules::RuleType, step: &RuleStep, json: &mut Json) {
    use promenade::rules::{AlertState, RuleType};
    json.optional("error", step.error.as_ref().map(RuleError::to_string).as_deref());
    match kind {
        RuleType::Recording => {
            json.key("kind").text("record");
            let samples = step.samples.iter().filter_map(|sample| Some((sample, float(sample)?)));
            json.key("samples")
                .list(samples, |json, (sample, value)| write_sample(&sample.labels, value, json, |_| {}));
        }
        RuleType::Alerting => {
            json.key("kind").text("alert");
            let state = alerts.iter().map(|alert| alert.state).max().unwrap_or(AlertState::Inactive);
            json.key("state").text(state.name());
            json.key("samples").list(alerts, |json, alert| {
                write_sample(&alert.labels, alert.value, json, |json| {
                    json.key("state").text(alert.state.name());
                    json.key("annotations").object(|json| {
                        for (name, text) in &alert.annotations {
                            json.key(name).text(text);
                        }
                    });
                });
            });
        }
    }
}

/// The float of a sample that is no stale marker.
fn float(sample: &WrittenSample) -> Option<f64> {
    match sample.value {
        SampleValue::Float(value) if !promenade::model::is_stale_nan(value) => Some(value),
        _ => None,
    }
}

/// Writes a sample. Its value is a text, as JSON has no infinite numbers.
fn write_sample(labels: &Labels, value: f64, json: &mut Json, more: impl FnOnce(&mut Json)) {
    json.object(|json| {
        json.key("labels");
        write_labels(labels, json);
        json.key("value").text(&promenade::go::strconv::format_api(value));
        more(json);
    });
}

fn write_finding(finding: &Finding, document: &Document, offsets: &Offsets, json: &mut Json) {
    let diagnostic = &finding.diagnostic;
    json.object(|json| {
        offsets.write(&(diagnostic.range.start..diagnostic.range.end), json);
        json.key("code").text(diagnostic.code);
        json.key("severity").text(diagnostic.severity.word());
        json.key("message").text(&diagnostic.to_string());
        json.optional("help", diagnostic.help.as_deref());
        json.key("url").text(&lint_url(finding.lint));
        json.key("labels").list(&diagnostic.labels, |json, label| {
            json.object(|json| {
                offsets.write(&(label.range.start..label.range.end), json);
                json.key("message").text(&label.message);
            });
        });
        let fix = finding
            .fix
            .as_ref()
            .and_then(|fix| Some((in_file(document, finding.query?, &fix.fix)?, fix.safety == Safety::Safe)));
        json.key("fixes").list(&fix, |json, (fix, is_safe)| write_fix(fix, *is_safe, offsets, json));
    });
}

/// A fix of a query as one of its file: the part of the file that changes.
fn in_file(document: &Document, query: QueryIdx, fix: &Fix) -> Option<Fix> {
    let after = document.with_queries(&[(query, fix.apply(&document.query(query)?.text)?)]).ok()?;
    let before = document.text();
    let same =
        |a: &mut dyn Iterator<Item = (char, char)>| a.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let start: usize = same(&mut before.chars().zip(after.chars()));
    let end: usize = same(&mut before[start..].chars().rev().zip(after[start..].chars().rev()));
    let edit = Edit { range: start..before.len() - end, text: after[start..after.len() - end].to_owned() };
    Some(Fix { title: fix.title.clone(), edits: vec![edit] })
}
