//! Versions of Prometheus and of its Go module.

use anyhow::Context;

/// The Go module.
pub(super) const MODULE: &str = "github.com/prometheus/prometheus";

/// The version of the Go module for a version of Prometheus: `v0.316.0` for 3.16.0.
pub(super) fn module_version(version: &str) -> anyhow::Result<String> {
    let wrong = || format!("{version:?} is no version of Prometheus 3: write 3.16.0");
    let (minor, patch) =
        version.trim_start_matches('v').strip_prefix("3.").and_then(|rest| rest.split_once('.')).with_context(wrong)?;
    let minor: u8 = minor.parse().with_context(wrong)?;
    // A release candidate counts as a patch: `0-rc.1`.
    let digits = patch.split('-').next().unwrap_or_default();
    if minor > 99 || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        anyhow::bail!(wrong());
    }
    Ok(format!("v0.3{minor:02}.{patch}"))
}

#[cfg(test)]
mod tests {
    use super::module_version;

    #[test]
    fn versions() {
        let cases = [
            ("3.16.0", Some("v0.316.0")),
            ("v3.5.1", Some("v0.305.1")),
            ("3.17.0-rc.1", Some("v0.317.0-rc.1")),
            ("2.55.0", None),
            ("3.16", None),
            ("3.x.0", None),
            ("3.16.", None),
            ("", None),
        ];
        for (version, expected) in cases {
            assert_eq!(module_version(version).ok().as_deref(), expected, "{version}");
        }
    }
}
