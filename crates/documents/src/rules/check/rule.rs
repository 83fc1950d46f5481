//! What must hold of a rule, in the order in which Prometheus looks.

use promenade_go::strconv::quote_go;
use promenade_go_yaml::NodeIdx;
use promenade_template::{Options as TemplateOptions, parse as parse_template};

use super::super::decode::{Entry, Scalar};
use super::group::{Rule, Validator};
use super::{RuleProblem, RuleProblemKind};

impl Validator<'_> {
    pub(super) fn rule(&mut self, rule: &Rule<'_>) {
        let set = |field| rule.fields.text(field).filter(|text| !text.text.is_empty());
        let (record, alert) = (set("record"), set("alert"));
        self.record_or_alert(rule, record, alert);
        self.expression(rule);
        if let Some(record) = record {
            self.recording_rule(rule, record);
        }
        self.rule_labels(rule);
        self.annotation_names(rule);
        if let Some(alert) = alert {
            let options = TemplateOptions::alert(&alert.text);
            self.templates(rule, "label", rule.fields.map("labels"), &options);
            self.templates(rule, "annotation", rule.fields.map("annotations"), &options);
        }
    }

    /// Adds a problem of a rule; `place` is where promtool says that it is.
    pub(super) fn push_of_rule(&mut self, rule: &Rule<'_>, place: &str, mut problem: RuleProblem) {
        let Rule { group, number, name, .. } = rule;
        problem.promtool = format!("{place}group {group}, rule {number}, {name}: {}", problem.diagnostic.message);
        self.push(problem);
    }

    fn record_or_alert(&mut self, rule: &Rule<'_>, record: Option<&Scalar>, alert: Option<&Scalar>) {
        let (message, range) = match (record, alert) {
            (Some(record), Some(alert)) => {
                let (record, alert) = (self.range(record.node), self.range(alert.node));
                let later = if alert.start > record.start { alert } else { record };
                ("only one of 'record' and 'alert' must be set", later)
            }
            (None, None) => ("one of 'record' or 'alert' must be set", self.first_key(rule.node)),
            _ => return,
        };
        let place = self.place(rule.places.node("record")) + &self.place(rule.places.node("alert"));
        self.push_of_rule(rule, &place, RuleProblem::new(RuleProblemKind::RecordOrAlert, message.to_owned(), range));
    }

    fn recording_rule(&mut self, rule: &Rule<'_>, record: &Scalar) {
        let has_annotations = !rule.fields.map("annotations").is_empty();
        let has = |field: &str| rule.fields.duration_ms(field) != 0;
        for (field, is_set) in
            [("annotations", has_annotations), ("for", has("for")), ("keep_firing_for", has("keep_firing_for"))]
        {
            if is_set {
                let range = rule.fields.key(field).map_or_else(|| self.first_key(rule.node), |key| self.range(key));
                let message = format!("invalid field '{field}' in recording rule");
                self.push_of_record(rule, RuleProblem::new(RuleProblemKind::FieldOfRecordingRule, message, range));
            }
        }
        let name = &record.text;
        if !self.options.names.is_metric(name) || !record.is_utf8() {
            let message = format!("invalid recording rule name: {name}");
            self.push_of_record(rule, self.bad_record(message, record.node));
        }
        if name.contains(['{', '}']) {
            let message = format!("braces present in the recording rule name; should it be in expr?: {name}");
            self.push_of_record(rule, self.bad_record(message, record.node));
        }
    }

    fn bad_record(&self, message: String, node: NodeIdx) -> RuleProblem {
        RuleProblem::new(RuleProblemKind::RecordName, message, self.range(node))
    }

    fn push_of_record(&mut self, rule: &Rule<'_>, problem: RuleProblem) {
        let place = self.place(rule.places.node("record"));
        self.push_of_rule(rule, &place, problem);
    }

    fn rule_labels(&mut self, rule: &Rule<'_>) {
        for label in rule.fields.map("labels") {
            for problem in [self.label_name(label), self.label_value(label)].into_iter().flatten() {
                self.push_of_rule(rule, "", problem);
            }
        }
    }

    fn annotation_names(&mut self, rule: &Rule<'_>) {
        for annotation in rule.fields.map("annotations") {
            let name = &annotation.key;
            if !self.options.names.is_label(&name.text) || !name.is_utf8() {
                let message = format!("invalid annotation name: {}", name.text);
                let problem = RuleProblem::new(RuleProblemKind::AnnotationName, message, self.range(name.node));
                self.push_of_rule(rule, "", problem);
            }
        }
    }

    fn templates(&mut self, rule: &Rule<'_>, kind: &str, entries: &[Entry], options: &TemplateOptions) {
        for Entry { key, value } in entries {
            let Err(error) = parse_template(&value.text, options) else { continue };
            let message = format!("{kind} {}: {error}", quote_go(&key.text));
            let mut problem = RuleProblem::new(RuleProblemKind::Template, message, self.range(value.node));
            problem.inner = Some(error.range.clone());
            problem.value.clone_from(&value.text);
            if let Some(meant) = error.suggestion() {
                problem.diagnostic.help = Some(format!("did you mean `{meant}`?"));
            }
            self.push_of_rule(rule, "", problem);
        }
    }
}
