//! A finding with the lines that it is about and marks under the place.

use std::io::{self, Write};

use promenade::lint::Safety;
use promenade::syntax::render::{RenderOptions, Renderer};

use super::{Report, Reports, SourceFile};
use crate::output::printable;
use crate::terminal::Stream;

pub(super) fn write(reports: &Reports, stream: Stream, out: &mut dyn Write) -> io::Result<()> {
    for (report, file) in reports.rows() {
        out.write_all(block(report, file, stream).as_bytes())?;
    }
    Ok(())
}

/// One finding; an empty line follows it.
fn block(report: &Report, file: &SourceFile, stream: Stream) -> String {
    let options = RenderOptions::default().color(stream.color);
    let renderer = Renderer::with_lines(&file.name, &file.text, &file.lines, options);
    let fix = report.finding.fix.as_ref().map(|fix| {
        let preview = report.preview.as_ref().map_or_else(String::new, |query| format!(": {}", printable(query)));
        let condition = match fix.safety {
            Safety::Safe => "",
            Safety::Unsafe => " (with --unsafe-fixes: the meaning may change)",
        };
        format!("{}{condition}{preview}", fix.fix.title)
    });
    renderer.render(&report.finding.diagnostic, fix.as_deref())
}
