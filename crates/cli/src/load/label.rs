//! Labels that series get in addition to their own: `job=node`, and `job=node:PATH` for a path.

use std::path::{Path, PathBuf};

use promenade::model::labels::is_legacy_label_name;

/// The labels before a path, and the path: `job=node:a.prom`, `job=node,instance=a:a.prom`.
pub(crate) type LabelledPath = (Vec<(String, String)>, PathBuf);

/// A label `NAME=VALUE`.
pub(crate) fn parse_label(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("give a name and a value, such as job=node")?;
    if !is_legacy_label_name(name) || name == "__name__" {
        return Err(format!("`{name}` is not a label name"));
    }
    if value.is_empty() {
        return Err(format!("the value of `{name}` is missing"));
    }
    Ok((name.to_owned(), value.to_owned()))
}

/// Splits labels from the path behind them; `None` if the path exists as it is written, or has none.
pub(crate) fn split_labels(path: &Path) -> Option<LabelledPath> {
    if path.exists() {
        return None;
    }
    let (labels, path) = path.to_str()?.rsplit_once(':').filter(|(_, path)| !path.is_empty())?;
    let labels: Result<Vec<_>, _> = labels.split(',').map(parse_label).collect();
    Some((labels.ok()?, PathBuf::from(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_before_a_path() {
        let split = |text: &str| split_labels(Path::new(text));
        let labels = |pairs: &[(&str, &str)]| pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert_eq!(split("job=node:a.prom"), Some((labels(&[("job", "node")]), "a.prom".into())));
        let both = labels(&[("job", "a"), ("instance", "h:9100")]);
        assert_eq!(split("job=a,instance=h:9100:-"), Some((both, "-".into())));
        for path in ["a.prom", "a=b", "job=:a.prom", "=x:a.prom", "0=x:a.prom", "job=node:", "src/main.rs"] {
            assert_eq!(split(path), None, "{path}");
        }
    }

    #[test]
    fn a_label_has_a_name_and_a_value() {
        assert_eq!(parse_label("job=a=b"), Ok(("job".to_owned(), "a=b".to_owned())));
        for text in ["job", "job=", "=a", "1a=b", "__name__=up"] {
            assert!(parse_label(text).is_err(), "{text}");
        }
    }
}
