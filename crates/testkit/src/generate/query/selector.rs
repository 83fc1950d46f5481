//! Selectors with matchers and modifiers, and subqueries.

use promenade::model::{UnquotedNames, ValueType};

use super::text::quoted;
use super::{QueryGenerator, Taste};
use crate::generate::Metric;

/// Which of `anchored` and `smoothed` a range selector may have.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edges {
    pub(super) anchored: bool,
    pub(super) smoothed: bool,
}

impl<'a> QueryGenerator<'a> {
    /// A selector of one sample a series.
    pub(super) fn instant_selector(&mut self, taste: Taste) -> String {
        let smoothed = self.random.percent(3);
        let edge = if smoothed { " smoothed" } else { "" };
        format!("{}{}", self.selector(taste), self.with_modifiers(edge))
    }

    /// A range selector or a subquery.
    pub(super) fn matrix(&mut self, depth: usize, taste: Taste, edges: Edges) -> String {
        if depth > 0 && self.random.percent(25) {
            return self.subquery(depth - 1, taste);
        }
        let edge = match self.random.below(100) {
            0..20 if edges.anchored => " anchored",
            20..40 if edges.smoothed => " smoothed",
            _ => "",
        };
        let (selector, range) = (self.selector(taste), self.range_length());
        format!("{selector}[{range}]{}", self.with_modifiers(edge))
    }

    fn subquery(&mut self, depth: usize, taste: Taste) -> String {
        let inner = match self.random.below(8) {
            0 | 1 => self.selector(taste),
            2 => self.call(ValueType::Vector, depth, taste),
            _ => format!("({})", self.vector(depth, taste)),
        };
        let (range, step) = (self.range_length(), self.subquery_step());
        // Prometheus's lexer takes no colon after a parenthesis in brackets.
        let range = if range.ends_with(')') { format!("{range} + 1s") } else { range };
        // The default step is a minute, whatever the length of the data.
        let step = if step.is_empty() && self.vocabulary.end_ms > 7_200_000 { "1h".to_owned() } else { step };
        format!("{inner}[{range}:{step}]{}", self.with_modifiers(""))
    }

    /// What stands after a selector: `edge`, and now and then a time or an offset, in any order.
    fn with_modifiers(&mut self, edge: &str) -> String {
        let mut parts = vec![edge.to_owned()];
        if self.random.percent(8) {
            parts.push(format!(" @ {}", self.fixed_time()));
        }
        if self.random.percent(10) {
            parts.push(format!(" {} {}", self.random.text(&["offset", "offset", "OFFSET"]), self.offset_length()));
        }
        let first = self.random.below(parts.len());
        parts.rotate_left(first);
        parts.concat()
    }

    fn fixed_time(&mut self) -> String {
        match self.random.below(6) {
            0 => "start()".to_owned(),
            1 => "end()".to_owned(),
            2 => format!("{}", self.random.between(-60, 60)),
            _ => {
                let ms = self.random.between(0, self.vocabulary.end_ms + 60_000);
                format!("{}", ms as f64 / 1000.0)
            }
        }
    }

    /// A selector without modifiers.
    pub(super) fn selector(&mut self, taste: Taste) -> String {
        let metric = self.metric(taste);
        let mut matchers = Vec::new();
        let n_matchers = self.random.weighted(&[(6, 0), (4, 1), (1, 2)]);
        for _ in 0..n_matchers {
            matchers.extend(self.matcher(metric));
        }
        match self.random.below(24) {
            0 => {
                matchers.push(format!("__name__=~\"{}|{}\"", escaped(&metric.name), escaped(&self.metric(taste).name)));
            }
            1 => matchers.push(format!("__name__=~\"{}.*\"", escaped(first_part(&metric.name)))),
            2 => matchers.push("__name__!=\"\"".to_owned()),
            3 if !matchers.is_empty() && metric.labels.len() > 1 => {
                let label = self.random.of(&metric.labels);
                matchers.push(format!("{}=~\".+\"", self.label_name(&label.name)));
            }
            4 => matchers.insert(0, quoted(&metric.name)),
            _ if self.is_bare(&metric.name) => {
                let braces = if matchers.is_empty() { String::new() } else { format!("{{{}}}", matchers.join(",")) };
                return format!("{}{braces}", metric.name);
            }
            _ => matchers.insert(0, quoted(&metric.name)),
        }
        format!("{{{}}}", matchers.join(", "))
    }

    /// A metric, mostly one for which the expression is meant.
    fn metric(&mut self, taste: Taste) -> &'a Metric {
        let vocabulary = self.vocabulary;
        let all = &vocabulary.metrics;
        let fits = |metric: &&Metric| match taste {
            Taste::Any => true,
            Taste::Histograms => metric.has_histograms,
            Taste::Buckets => metric.has_histograms || metric.is_bucket,
        };
        let fitting: Vec<_> = all.iter().filter(fits).collect();
        if fitting.is_empty() || self.random.percent(12) { self.random.of(all) } else { self.random.pick(&fitting) }
    }

    fn matcher(&mut self, metric: &Metric) -> Option<String> {
        let labels = if self.random.percent(85) { &metric.labels } else { &self.vocabulary.labels };
        if labels.is_empty() {
            return None;
        }
        let label = self.random.of(labels);
        let name = self.label_name(&label.name);
        let value = self.random.of::<String>(&label.values);
        Some(match self.random.below(10) {
            0..5 => format!("{name}={}", quoted(value)),
            5 | 6 => format!("{name}!={}", quoted(value)),
            7 => format!("{name}=~\"{}|{}\"", escaped(value), escaped(self.random.of::<String>(&label.values))),
            8 => format!("{name}!~\"{}.*\"", escaped(first_part(value))),
            _ => format!("{name}{}\"\"", self.random.text(&["=", "!=", "=~", "!~"])),
        })
    }

    /// A label's name as a matcher or a grouping writes it.
    pub(super) fn label_name(&mut self, name: &str) -> String {
        let names = UnquotedNames::from(self.features);
        let is_bare = UnquotedNames::Legacy.allow_label(name) || names.allow_label(name) && self.random.percent(60);
        if is_bare { name.to_owned() } else { quoted(name) }
    }

    /// Whether a metric's name stands before the braces: some could, and are in quotes all the same.
    fn is_bare(&mut self, name: &str) -> bool {
        let names = UnquotedNames::from(self.features);
        let is_legacy = UnquotedNames::Legacy.allow_metric(name) && !is_number(name);
        is_legacy || names.allow_metric(name) && !is_number(name) && self.random.percent(60)
    }

    /// The second argument of a function that joins with info metrics: matchers alone.
    pub(super) fn info_selector(&mut self) -> String {
        let infos: Vec<_> = self.vocabulary.metrics.iter().filter(|m| m.name.contains("info")).collect();
        let mut matchers = Vec::new();
        if !infos.is_empty() && self.random.percent(50) {
            let info = *self.random.of(&infos);
            matchers.push(match self.random.below(4) {
                0 => "__name__=~\".+_info\"".to_owned(),
                1 => format!("__name__=~\"{}|{}\"", escaped(&info.name), escaped(&self.random.of(&infos).name)),
                2 => format!("__name__!={}", quoted(&info.name)),
                _ => format!("__name__={}", quoted(&info.name)),
            });
        }
        if !infos.is_empty() && self.random.percent(60) {
            let info = *self.random.of(&infos);
            matchers.extend(self.matcher(info));
        }
        format!("{{{}}}", matchers.join(", "))
    }
}

/// A metric of this name would be read as a number, or as a keyword.
fn is_number(name: &str) -> bool {
    name.eq_ignore_ascii_case("inf") || name.eq_ignore_ascii_case("nan")
}

/// The text up to the first character that is not a letter.
fn first_part(text: &str) -> &str {
    let end = text.char_indices().find(|(_, c)| !c.is_alphanumeric()).map_or(text.len(), |(i, _)| i);
    &text[..end]
}

/// A regular expression that matches the text alone, as it stands between double quotes.
fn escaped(text: &str) -> String {
    let inner = quoted(&regex::escape(text));
    inner[1..inner.len() - 1].to_owned()
}
