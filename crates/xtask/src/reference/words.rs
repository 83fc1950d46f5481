//! Compares the words of annotations and errors.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::section::Section;

/// Texts that occur on one side only, without positions, numbers and names.
#[derive(Debug, Default)]
pub(super) struct Words(BTreeMap<String, (usize, String)>);

impl Words {
    /// Adds the texts of two answers to a query.
    pub(super) fn take(&mut self, expr: &str, expected: &Value, actual: &Value) {
        let (theirs, ours) = (texts(expected), texts(actual));
        let only_theirs = theirs.difference(&ours).map(|text| format!("only Prometheus: {text}"));
        let only_ours = ours.difference(&theirs).map(|text| format!("only Promenade: {text}"));
        for text in only_theirs.chain(only_ours) {
            self.0.entry(text).or_insert_with(|| (0, expr.to_owned())).0 += 1;
        }
    }

    pub(super) fn section(self) -> Section {
        let mut all: Vec<_> = self.0.into_iter().collect();
        all.sort_by_key(|(_, (n, _))| std::cmp::Reverse(*n));
        let summary = format!("{} texts of annotations and errors stand on one side only", all.len());
        let lines = all.into_iter().map(|(text, (n, expr))| format!("{n} × {text}  ({expr})")).collect();
        Section { title: "words", summary, lines }
    }
}

fn texts(answer: &Value) -> BTreeSet<String> {
    let lists = ["warnings", "infos"].into_iter().filter_map(|key| answer[key].as_array()).flatten();
    lists.chain([&answer["error"]]).filter_map(Value::as_str).map(general).collect()
}

/// The text with `N` for each number and `…` for text in quotes or braces.
fn general(text: &str) -> String {
    let (mut out, mut closing) = (String::new(), None);
    for c in text.chars() {
        match (closing, c) {
            (Some(end), c) if c == end => {
                closing = None;
                out.push(c);
            }
            (Some(_), _) => {}
            (None, '"' | '{') => {
                closing = Some(if c == '"' { '"' } else { '}' });
                out.extend([c, '…']);
            }
            (None, c) if c.is_ascii_digit() => {
                if !out.ends_with('N') {
                    out.push('N');
                }
            }
            (None, c) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_of_one_side_are_counted() {
        let info = |place: usize, name: &str| json!({"infos": [format!("no counter: \"{name}\" (1:{place})")]});
        let mut words = Words::default();
        words.take("a", &info(1, "x"), &json!({}));
        words.take("b", &info(20, "y"), &json!({"kind": "execution", "error": "bad {a=\"b\"} 1.5"}));
        words.take("c", &info(3, "z"), &info(5, "z"));
        let lines = words.section().lines;
        assert_eq!(
            lines,
            ["2 × only Prometheus: no counter: \"…\" (N:N)  (a)", "1 × only Promenade: bad {…} N.N  (b)"]
        );
    }
}
