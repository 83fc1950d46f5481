//! What series are called in a chart: by the labels that tell them apart.

use promenade::Labels;

use crate::output::selector_text as name;

/// The names of the series of a chart.
pub(super) struct Names {
    /// The labels that all series have in common, as a selector.
    pub(super) common: Option<String>,
    /// The other labels of each series.
    pub(super) each: Vec<String>,
}

impl Names {
    pub(super) fn of<'a>(series: impl Iterator<Item = &'a Labels>) -> Self {
        let series: Vec<&Labels> = series.collect();
        let [first, rest @ ..] = series.as_slice() else { return Self { common: None, each: Vec::new() } };
        let is_common = |name: &str| rest.iter().all(|labels| labels.get(name) == first.get(name));
        let common = first.retain(is_common);
        if rest.is_empty() || common.is_empty() {
            return Self { common: None, each: series.into_iter().map(name).collect() };
        }
        let each = series.iter().map(|labels| name(&labels.retain(|name| !common.has(name)))).collect();
        Self { common: Some(name(&common)), each }
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn labels_in_common_are_named_once() {
        let labels = |pairs: &[(&str, &str)]| promenade::Labels::from_pairs(pairs.iter().copied());
        let a = labels(&[("__name__", "up"), ("job", "a"), ("zone", "eu")]);
        let b = labels(&[("__name__", "up"), ("job", "b"), ("zone", "eu")]);
        let c = labels(&[("__name__", "down"), ("job", "c")]);
        let names = |series: &[&promenade::Labels]| {
            let names = Names::of(series.iter().copied());
            (names.common.unwrap_or_default(), names.each.join(" "))
        };
        assert_eq!(names(&[&a, &b]), ("up{zone=\"eu\"}".to_owned(), "{job=\"a\"} {job=\"b\"}".to_owned()));
        let full = "up{job=\"a\", zone=\"eu\"}";
        assert_eq!(names(&[&a]), (String::new(), full.to_owned()));
        assert_eq!(names(&[&a, &c]), (String::new(), format!("{full} down{{job=\"c\"}}")));
        assert_eq!(names(&[]), (String::new(), String::new()));
    }
}
