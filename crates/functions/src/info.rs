//! `info`: labels of info metrics joined to other series.

use std::collections::BTreeSet;

use promenade_model::ValueType::Vector;
use promenade_model::labels::METRIC_NAME;
use promenade_model::{Labels, MatchOp, Matcher};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Variadic};
use crate::error::FunctionError;
use crate::kernel::Kernel;

/// The info metric that is meant where the call does not say.
pub const DEFAULT_INFO_METRIC: &str = "target_info";

/// The labels that a series and its info series share.
pub const IDENTIFYING_LABELS: [&str; 2] = ["instance", "job"];

pub(crate) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "info",
    signature: Signature::fixed(&[Vector, Vector], Vector).with(Variadic::UpTo(1)),
    stability: Stability::Experimental,
    docs: Docs {
        summary: "Adds the labels of matching info series, `target_info` by default, to each series.",
        details: "Series and info series match where they agree in the labels `instance` and `job`. The second argument \
                  is no expression but matchers in braces: `{__name__=~\".+_info\"}` says which info metrics to read \
                  (only negative matchers on the name mean all that end in `_info`, without those), other matchers which \
                  info series count and which of their labels are added; without any, all are. Where no info series \
                  matches at a time, the sample stays as it is, unless a matcher asks for a label that is not empty: then \
                  it is dropped. Of several info series with the same identity the one with the newest sample counts. A \
                  series that is itself such an info series is returned unchanged. Labels that the series already has are \
                  never overwritten. Float and histogram samples are treated alike.",
        args: &["v", "data_label_selector"],
        example: "info(rate(http_server_request_duration_seconds_count[2m]), {k8s_cluster_name=~\".+\"})",
    },
    behavior: Behavior { keeps_name: true, ..Behavior::DEFAULT },
    kernel: Kernel::Info,
}];

/// The second argument of `info`: which info series count, and which of their labels.
#[derive(Debug, Clone)]
pub struct InfoSelector {
    /// Conditions on the name of the info metric; never empty.
    names: Vec<Matcher>,
    /// Conditions on data labels; where there are any, only these labels are added.
    data: Vec<Matcher>,
}

impl InfoSelector {
    /// The selector of a call with these matchers as second argument, or without one.
    pub fn new(matchers: &[Matcher]) -> Self {
        let (names, data) = matchers.iter().cloned().partition(|m| m.name() == METRIC_NAME);
        Self { names: effective_names(names), data }
    }

    /// Whether a series of the first argument is itself an info series, which is returned unchanged.
    pub fn is_info(&self, labels: &Labels) -> bool {
        let name = labels.metric_name();
        self.names.iter().all(|m| m.matches(name))
    }

    /// The matchers that select the info series for these series of the first argument, which are not info series
    /// themselves. None where no series has any identifying label: then there is nothing to select.
    ///
    /// # Errors
    /// Where the identifying labels have so many values that no regular expression of them can be compiled.
    pub fn select_matchers<'a>(
        &self,
        series: impl Iterator<Item = &'a Labels>,
    ) -> Result<Option<Vec<Matcher>>, FunctionError> {
        let mut values = [BTreeSet::new(), BTreeSet::new()];
        for labels in series {
            for (values, name) in values.iter_mut().zip(IDENTIFYING_LABELS) {
                values.insert(labels.get(name));
            }
        }
        let mut matchers = Vec::new();
        for (mut values, name) in values.into_iter().zip(IDENTIFYING_LABELS) {
            values.remove("");
            if !values.is_empty() {
                matchers.push(one_of(name, &values)?);
            }
        }
        if matchers.is_empty() {
            return Ok(None);
        }
        matchers.extend(self.data.iter().chain(&self.names).cloned());
        Ok(Some(matchers))
    }

    /// The labels of a series together with those of its info series, of which there is at most one for each info metric;
    /// none where the series is to be dropped, as it has no info series and a matcher asks for one.
    ///
    /// # Errors
    /// Where two info series give one label different values.
    pub fn enrich<'a>(
        &self,
        series: &Labels,
        info_series: impl IntoIterator<Item = &'a Labels>,
    ) -> Result<Option<Labels>, FunctionError> {
        let mut enriched = series.to_builder();
        let mut added = Labels::empty().to_builder();
        let mut found = false;
        for (name, value) in info_series.into_iter().inspect(|_| found = true).flat_map(Labels::iter) {
            if !self.adds(name) {
                continue;
            }
            if !["", value].contains(&added.get(name)) {
                return Err(FunctionError::ConflictingInfoLabel { name: name.to_owned() });
            }
            if series.get(name).is_empty() {
                added.set(name, value);
                enriched.set(name, value);
            }
        }
        let wanted = found || self.data.iter().all(|m| m.matches(""));
        Ok(wanted.then(|| enriched.build()))
    }

    /// Whether a label of an info series is added to others.
    fn adds(&self, name: &str) -> bool {
        name != METRIC_NAME && (self.data.is_empty() || self.data.iter().any(|m| m.name() == name))
    }
}

/// Negative conditions alone do not say which metrics are info metrics: those that end in `_info` are meant.
fn effective_names(names: Vec<Matcher>) -> Vec<Matcher> {
    let positive = |m: &Matcher| matches!(m.op(), MatchOp::Equal | MatchOp::Regex);
    if names.iter().any(positive) {
        return names;
    }
    let (op, value) =
        if names.is_empty() { (MatchOp::Equal, DEFAULT_INFO_METRIC) } else { (MatchOp::Regex, ".+_info") };
    let implied = Matcher::new(op, METRIC_NAME, value).expect("both values are valid");
    std::iter::once(implied).chain(names).collect()
}

/// A matcher for any of these values.
fn one_of(name: &str, values: &BTreeSet<&str>) -> Result<Matcher, FunctionError> {
    let alternatives: Vec<String> = values.iter().map(|v| quote_meta(v)).collect();
    Matcher::new(MatchOp::Regex, name, &alternatives.join("|"))
        .map_err(|e| FunctionError::InfoSelection { reason: e.to_string() })
}

/// `text` as a regular expression that matches it alone.
fn quote_meta(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}

#[cfg(test)]
mod tests {
    use promenade_model::{Labels, MatchOp, Matcher};

    use super::InfoSelector;

    type Row = (MatchOp, &'static str, &'static str);

    fn selector(matchers: &[Row]) -> InfoSelector {
        let matchers: Vec<_> = matchers.iter().map(|(op, n, v)| Matcher::new(*op, n, v).unwrap()).collect();
        InfoSelector::new(&matchers)
    }

    fn labels(text: &[(&str, &str)]) -> Labels {
        Labels::from_pairs(text.iter().copied())
    }

    #[test]
    fn names_of_info_metrics() {
        use MatchOp::{Equal, NotEqual, Regex};
        let cases: &[(&[Row], &[&str])] = &[
            (&[], &["target_info"]),
            (&[(Equal, "__name__", "build_info")], &["build_info"]),
            (&[(NotEqual, "__name__", "target_info")], &["build_info"]),
            (&[(Regex, "__name__", ".*"), (NotEqual, "__name__", "target_info")], &["build_info", "up"]),
            (&[(Regex, "version", ".+")], &["target_info"]),
        ];
        for (matchers, expected) in cases {
            let selector = selector(matchers);
            let names = ["build_info", "target_info", "up"];
            let found: Vec<_> = names.into_iter().filter(|n| selector.is_info(&labels(&[("__name__", n)]))).collect();
            assert_eq!(found, *expected, "{matchers:?}");
        }
    }

    #[test]
    fn selection_asks_for_the_identities_at_hand() {
        let series = [labels(&[("instance", "a.b:1"), ("job", "x")]), labels(&[("instance", "c"), ("job", "x")])];
        let matchers = selector(&[(MatchOp::Equal, "v", "1")]).select_matchers(series.iter()).unwrap().unwrap();
        let text: Vec<_> = matchers.iter().map(|m| format!("{}{}{}", m.name(), m.op(), m.value())).collect();
        assert_eq!(text, [r"instance=~a\.b:1|c", "job=~x", "v=1", "__name__=target_info"]);
        assert!(selector(&[]).select_matchers([Labels::empty()].iter()).unwrap().is_none());
    }

    #[test]
    fn enriched_labels() {
        let series = labels(&[("__name__", "up"), ("job", "x"), ("os", "kept")]);
        let target = labels(&[("__name__", "target_info"), ("job", "x"), ("os", "linux"), ("v", "1")]);
        let build = labels(&[("__name__", "build_info"), ("job", "x"), ("v", "2"), ("w", "3")]);
        let all = selector(&[]);
        let enrich = |s: &InfoSelector, infos: &[&Labels]| {
            s.enrich(&series, infos.iter().copied()).map(|l| l.map(|l| l.to_string())).map_err(|e| e.to_string())
        };
        let plain = series.to_string();
        assert_eq!(enrich(&all, &[&target]), Ok(Some(r#"{__name__="up", job="x", os="kept", v="1"}"#.into())));
        assert_eq!(enrich(&all, &[&target, &build]), Err("conflicting label: v".into()));
        assert_eq!(enrich(&all, &[]), Ok(Some(plain.clone())));
        let needs_w = selector(&[(MatchOp::Regex, "w", ".+")]);
        assert_eq!(
            enrich(&needs_w, &[&target, &build]),
            Ok(Some(r#"{__name__="up", job="x", os="kept", w="3"}"#.into()))
        );
        assert_eq!(enrich(&needs_w, &[]), Ok(None));
        assert_eq!(enrich(&selector(&[(MatchOp::Regex, "w", ".*")]), &[]), Ok(Some(plain)));
    }
}
