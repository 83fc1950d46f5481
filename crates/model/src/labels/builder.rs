//! Construction of labels step by step.

use super::Labels;

/// Builds [`Labels`] by setting and deleting labels.
#[derive(Debug, Clone, Default)]
pub struct LabelsBuilder {
    pairs: Vec<(Box<str>, Box<str>)>,
}

impl Labels {
    /// A builder that starts with these labels.
    pub fn to_builder(&self) -> LabelsBuilder {
        LabelsBuilder { pairs: self.iter().map(|(n, v)| (n.into(), v.into())).collect() }
    }
}

impl LabelsBuilder {
    /// Sets a label; an empty value deletes it.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        match self.pairs.binary_search_by(|(n, _)| (**n).cmp(name)) {
            Ok(i) if value.is_empty() => drop(self.pairs.remove(i)),
            Ok(i) => self.pairs[i].1 = value.into(),
            Err(_) if value.is_empty() => {}
            Err(i) => self.pairs.insert(i, (name.into(), value.into())),
        }
        self
    }

    /// Deletes a label.
    pub fn delete(&mut self, name: &str) -> &mut Self {
        self.set(name, "")
    }

    /// The current value of a label; `""` if it is absent.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.binary_search_by(|(n, _)| (**n).cmp(name)).map_or("", |i| &self.pairs[i].1)
    }

    /// The labels.
    pub fn build(&self) -> Labels {
        Labels::from_sorted_pairs(self.pairs.iter().map(|(n, v)| (&**n, &**v)))
    }
}
