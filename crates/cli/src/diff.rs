//! What changes in a file, as a unified diff.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::terminal::{Stream, paint};

/// The changes with three lines around each, under the name of the file.
pub(crate) fn unified(name: &str, before: &str, after: &str, stream: Stream) -> String {
    let diff = TextDiff::from_lines(before, after);
    let bold = Style::new().bold();
    let mut text =
        format!("{}\n{}\n", paint(&format!("--- {name}"), bold, stream), paint(&format!("+++ {name}"), bold, stream));
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        let header = paint(&hunk.header().to_string(), AnsiColor::Cyan.on_default(), stream);
        let _ = writeln!(text, "{header}");
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', AnsiColor::Red.on_default()),
                ChangeTag::Insert => ('+', AnsiColor::Green.on_default()),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let line = change.value();
            let (content, end) = line.strip_suffix('\n').map_or((line, ""), |content| (content, "\n"));
            let _ = write!(text, "{}{end}", paint(&format!("{sign}{content}"), style, stream));
            if change.missing_newline() {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    text
}
