//! What is known of metrics and labels, for completion, hover and lints.

use promenade::lint::snapshot::{Label, Metric, Snapshot};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Language;

#[wasm_bindgen]
impl Language {
    /// Takes the metrics of a snapshot, which JavaScript has read, as texts one after the other: of each metric its name,
    /// type, unit, help, number of series and number of labels, then its labels; of a label its name, number of different
    /// values, whether all series have it (`1`), the number of values that are listed, or nothing where they are not, and
    /// these values. `of_targets` says that labels are missing which a server adds.
    #[wasm_bindgen(js_name = setMetadata)]
    pub fn set_metadata(&mut self, of_targets: bool, texts: Vec<String>) {
        let mut texts = texts.into_iter();
        let mut snapshot = Snapshot { of_targets, ..Snapshot::default() };
        while let Some(name) = texts.next() {
            let metric = metric(&mut texts);
            snapshot.metrics.insert(name, metric);
        }
        self.metadata = Some(snapshot);
        self.last = None;
    }
}

fn metric(texts: &mut impl Iterator<Item = String>) -> Metric {
    let mut known = || texts.next().filter(|text| !text.is_empty());
    let (kind, unit, help) = (known(), known(), known());
    let (n_series, n_labels) = (number(texts), number(texts));
    let labels = (0..n_labels).map_while(|_| Some((texts.next()?, label(texts)))).collect();
    Metric { kind, unit, help, n_series, labels }
}

fn label(texts: &mut impl Iterator<Item = String>) -> Label {
    let (cardinality, on_all) = (number(texts), number(texts) == 1);
    let n_listed = texts.next().and_then(|n| n.parse().ok());
    let values = n_listed.map(|n: usize| texts.by_ref().take(n).collect());
    Label { cardinality, on_all, values }
}

fn number(texts: &mut impl Iterator<Item = String>) -> usize {
    texts.next().and_then(|n| n.parse().ok()).unwrap_or_default()
}
