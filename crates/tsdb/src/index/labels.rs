//! Names and values of labels.

use std::collections::BTreeSet;

use super::Index;
use crate::{Corruption, TsdbError};

impl Index {
    /// The names of the labels of some series, or of all, sorted.
    ///
    /// # Errors
    /// Returns an error if the index is damaged.
    pub fn label_names(&self, ids: Option<&[u32]>) -> Result<Vec<String>, TsdbError> {
        self.names(ids).map_err(|e| self.error(e))
    }

    /// The values of a label of some series, or of all, sorted.
    ///
    /// # Errors
    /// Returns an error if the index is damaged.
    pub fn label_values(&self, name: &str, ids: Option<&[u32]>) -> Result<Vec<String>, TsdbError> {
        self.values_of(name, ids).map_err(|e| self.error(e))
    }

    fn names(&self, ids: Option<&[u32]>) -> Result<Vec<String>, Corruption> {
        let Some(ids) = ids else { return Ok(self.table()?.names().map(str::to_owned).collect()) };
        let mut names = BTreeSet::new();
        for &id in ids {
            self.each_label(id, |name, _| {
                names.insert(name);
                true
            })?;
        }
        Ok(names.into_iter().map(str::to_owned).collect())
    }

    fn values_of(&self, name: &str, ids: Option<&[u32]>) -> Result<Vec<String>, Corruption> {
        let mut values = BTreeSet::new();
        if let Some(ids) = ids {
            for &id in ids {
                values.insert(self.label_of(id, name)?);
            }
        } else if let Some(known) = self.table()?.values(&self.file, name) {
            known.each_from("", |value, _| {
                values.insert(value);
                Ok(true)
            })?;
        }
        Ok(values.into_iter().filter(|value| !value.is_empty()).map(str::to_owned).collect())
    }
}
