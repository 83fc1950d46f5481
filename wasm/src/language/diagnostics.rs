//! Diagnostics as JSON.

use promenade::syntax::Diagnostic;
use promenade::syntax::diagnostic::Fix;

use crate::json::Json;
use crate::offsets::Offsets;

/// Writes diagnostics of parser and type check. Their fixes change a query that is refused, so that none is safe.
pub(crate) fn write_diagnostics(diagnostics: &[Diagnostic], offsets: &Offsets, json: &mut Json) {
    json.list(diagnostics, |json, diagnostic| {
        json.object(|json| {
            write_diagnostic(diagnostic, offsets, json);
            json.key("fixes").list(&diagnostic.fix, |json, fix| write_fix(fix, false, offsets, json));
        });
    });
}

/// Writes all of a diagnostic but its fixes.
pub(crate) fn write_diagnostic(diagnostic: &Diagnostic, offsets: &Offsets, json: &mut Json) {
    offsets.write(&diagnostic.range, json);
    json.key("code").text(diagnostic.code);
    json.key("severity").text(diagnostic.severity.word());
    json.key("message").text(&diagnostic.to_string());
    json.optional("help", diagnostic.help.as_deref());
    json.key("labels").list(&diagnostic.labels, |json, label| {
        json.object(|json| {
            offsets.write(&label.range, json);
            json.key("message").text(&label.message);
        });
    });
}

/// Writes a fix.
pub(crate) fn write_fix(fix: &Fix, is_safe: bool, offsets: &Offsets, json: &mut Json) {
    json.object(|json| {
        json.key("title").text(&fix.title);
        json.key("safe").bool(is_safe);
        json.key("edits").list(&fix.edits, |json, edit| {
            json.object(|json| {
                offsets.write(&edit.range, json);
                json.key("insert").text(&edit.text);
            });
        });
    });
}
