//! Rule files drawn at random: groups with all their settings, rules over the data and over each other, templates.

use std::fmt;

use promenade::Features;

use super::query::QueryGenerator;
use super::{Random, Vocabulary};

/// A rule file that can be taken apart and printed again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleFileText {
    /// The groups.
    pub groups: Vec<GroupText>,
}

/// A group: its settings as lines, and its rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupText {
    /// Settings, each `key: value`, the name first.
    pub settings: Vec<String>,
    /// The rules.
    pub rules: Vec<RuleText>,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleText {
    /// `record: name` or `alert: name`.
    pub head: String,
    /// The expression.
    pub expr: String,
    /// More fields, each `key: value`.
    pub fields: Vec<String>,
}

const TEMPLATES: &[&str] = &[
    "{{ $value }}",
    "{{ $labels.job }} and {{ $labels.instance }}",
    "{{ $externalLabels.zone }}{{ $externalURL }}",
    "{{ $value | humanize }} {{ printf \"%.2f\" $value }}",
    "{{ query \"up\" | first | value }}",
    "{{ range query \"count(ALERTS)\" }}{{ .Value }}{{ end }}",
    "{{ with query \"r0:x\" }}{{ . | first | label \"job\" }}{{ else }}none{{ end }}",
    "{{ query \"up[\" }}",
    "{{ .Nope }}",
    "{{ if gt $value 5.0 }}high{{ else }}low{{ end }}",
    "{{ externalURL }}",
    "plain",
    "",
];
const OVER_RULES: &[&str] = &[
    "r0:x",
    "r1:x * 2",
    "sum by (job) (r0:x)",
    "count_over_time(r0:x[5m])",
    "ALERTS",
    "ALERTS{alertstate=\"firing\"}",
    "ALERTS_FOR_STATE > 0",
    "count by (alertname) (ALERTS)",
    "r0:x or vector(1)",
    "(r2:x or vector(0)) + 1",
    "absent(r1:x)",
    "rate(r1:x[3m])",
    "r0:x offset 1m",
];
const LABELS: &[&str] = &["job", "instance", "severity", "code", "alertstate"];
const DURATIONS: &[&str] = &["0s", "30s", "1m", "90s", "3m", "10m"];

/// Draws a rule file over the names of some data.
pub fn draw(vocabulary: &Vocabulary, seed: u64) -> RuleFileText {
    let mut drawing = Drawing {
        random: Random::new(seed),
        queries: QueryGenerator::new(vocabulary, Features::all(), seed),
        n_rules: 0,
    };
    let n_groups = drawing.random.between(1, 3);
    RuleFileText { groups: (0..n_groups).map(|i| drawing.group(i)).collect() }
}

struct Drawing<'a> {
    random: Random,
    queries: QueryGenerator<'a>,
    n_rules: usize,
}

impl Drawing<'_> {
    fn group(&mut self, i: i64) -> GroupText {
        let mut settings = vec![format!("name: g{i}")];
        if self.random.percent(25) {
            settings.push(format!("query_offset: {}", self.random.of(DURATIONS)));
        }
        if self.random.percent(20) {
            settings.push(format!("limit: {}", self.random.between(0, 6)));
        }
        if self.random.percent(25) {
            settings.push(format!("labels: {{team: a, {}: group}}", self.random.of(LABELS)));
        }
        let n_rules = self.random.between(1, 4);
        GroupText { settings, rules: (0..n_rules).map(|_| self.rule()).collect() }
    }

    fn rule(&mut self) -> RuleText {
        self.n_rules += 1;
        let expr = self.expr();
        if self.random.percent(45) {
            let head = format!("record: r{}:x", self.random.below(3));
            let fields = if self.random.percent(35) { vec![self.labels(false)] } else { Vec::new() };
            return RuleText { head, expr, fields };
        }
        let mut fields = Vec::new();
        for key in ["for", "keep_firing_for"] {
            if self.random.percent(45) {
                fields.push(format!("{key}: {}", self.random.of(DURATIONS)));
            }
        }
        if self.random.percent(45) {
            fields.push(self.labels(true));
        }
        if self.random.percent(45) {
            let text = self.template();
            fields.push(format!("annotations: {{summary: {text}, description: {}}}", self.template()));
        }
        RuleText { head: format!("alert: A{}", self.n_rules), expr, fields }
    }

    fn expr(&mut self) -> String {
        if self.random.percent(30) {
            return (*self.random.of(OVER_RULES)).to_owned();
        }
        let expr = self.queries.query().expr;
        match self.random.below(4) {
            0 => format!("({expr}) > {}", self.random.of(&["0", "1", "5", "0.5"])),
            1 => format!("({expr}) != 0"),
            _ => expr,
        }
    }

    fn labels(&mut self, has_templates: bool) -> String {
        let text = if has_templates { self.template() } else { (*self.random.of(&["x", "\"\"", "y"])).to_owned() };
        format!("labels: {{{}: {text}}}", self.random.of(LABELS))
    }

    /// A template as a scalar of YAML, whose double quotes are those of JSON.
    fn template(&mut self) -> String {
        let template: &str = self.random.of::<&str>(TEMPLATES);
        quoted(template)
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl fmt::Display for RuleFileText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "groups:")?;
        for group in &self.groups {
            for (i, setting) in group.settings.iter().enumerate() {
                writeln!(f, "{}{setting}", if i == 0 { "- " } else { "  " })?;
            }
            writeln!(f, "  rules:{}", if group.rules.is_empty() { " []" } else { "" })?;
            for rule in &group.rules {
                writeln!(f, "  - {}\n    expr: {}", rule.head, quoted(&rule.expr))?;
                rule.fields.iter().try_for_each(|field| writeln!(f, "    {field}"))?;
            }
        }
        Ok(())
    }
}
