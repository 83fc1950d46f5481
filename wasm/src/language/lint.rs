//! Findings of lints, and their fixes applied.

use promenade::LintSettings;
use promenade::lint::{Finding, Group, Lint, Linter, Safety, Selection, fix_query};
use promenade::model::value::SourceRange;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Language;
use super::diagnostics::{write_diagnostic, write_fix};
use crate::json::Json;
use crate::offsets::Offsets;
use crate::options;

/// Where the documentation is.
const DOCS: &str = "https://github.com/promenade-rs/promenade/blob/main/docs";

#[wasm_bindgen]
impl Language {
    /// What is wrong with a text and what is probably not meant, as a list of `Diagnostic`. `on` and `off` name lints
    /// beside those that are on by default: codes, names or groups, separated by commas.
    pub fn lint(&self, text: &str, features: &str, variables: bool, on: &str, off: &str) -> String {
        let findings = self.linter(features, on, off).lint_query(text, options::variables(variables));
        let offsets = Offsets::of(text);
        Json::of_list(&findings, |json, finding| write_finding(finding, &offsets, json))
    }

    /// A text with the fixes of lints applied: the safe ones, or all.
    pub fn fix(&self, text: &str, features: &str, variables: bool, is_unsafe: bool) -> String {
        let least_safe = if is_unsafe { Safety::Unsafe } else { Safety::Safe };
        let fixed = fix_query(&self.linter(features, "", ""), text, options::variables(variables), least_safe);
        Json::of(|json| {
            json.key("text").text(&fixed.text);
            json.key("applied").int(fixed.n_fixes as i64);
        })
    }
}

impl Language {
    /// A linter with what is known of metrics. Names of lints that there are not are ignored.
    #[cfg_attr(not(feature = "ide"), allow(clippy::unused_self))] // metadata is set with `ide`
    pub(super) fn linter(&self, features: &str, on: &str, off: &str) -> Linter {
        let known = |names: &str| {
            let is_known = |name: &&str| Selection::new(&[*name], &[], &[]).is_ok();
            names.split(',').filter(is_known).map(str::to_owned).collect::<Vec<String>>()
        };
        let selection = Selection::new(&[], &known(on), &known(off)).unwrap_or_default();
        let settings = LintSettings::default().features(options::features(features)).selection(selection);
        #[cfg(feature = "ide")]
        let settings = settings.snapshot(self.metadata.clone());
        Linter::new(settings)
    }
}

/// Where the documentation of a lint is.
pub(crate) fn lint_url(lint: &Lint) -> String {
    let page = if lint.group == Group::Syntax { "diagnostics" } else { "lints" };
    format!("{DOCS}/{page}.md#{}-{}", lint.code.to_ascii_lowercase(), lint.name.replace(' ', "-"))
}

fn write_finding(finding: &Finding<SourceRange>, offsets: &Offsets, json: &mut Json) {
    json.object(|json| {
        write_diagnostic(&finding.diagnostic, offsets, json);
        json.key("url").text(&lint_url(finding.lint));
        json.key("fixes").list(&finding.fix, |json, fix| {
            write_fix(&fix.fix, fix.safety == Safety::Safe, offsets, json);
        });
    });
}
