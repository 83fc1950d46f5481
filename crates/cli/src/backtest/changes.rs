//! What fires more, less or later than with another version of the rules.

use std::io::{self, Write};

use promenade::rules::backtest::{AlertChange, Totals};

use super::named;
use super::table::{length, write_rows};
use crate::time::format_time;

pub(super) fn write(version: &str, changes: &[AlertChange], out: &mut dyn Write) -> io::Result<()> {
    if changes.is_empty() {
        return writeln!(out, "\nagainst {version}: all alerts are pending and firing at the same times");
    }
    let n = changes.len();
    writeln!(out, "\nagainst {version}: {n} {} at other times", if n == 1 { "alert fires" } else { "alerts fire" })?;
    let header = ["change", "alert", "fired before", "after", "firing before", "after", "first before", "after"];
    let row = |change: &AlertChange| {
        let (before, after) = (change.before.unwrap_or_default(), change.after.unwrap_or_default());
        let first = |totals: Totals| totals.first_fired_ms.map_or("-".to_owned(), format_time);
        [
            change.change.name().to_owned(),
            named(&change.name, &change.labels),
            before.n_firings.to_string(),
            after.n_firings.to_string(),
            length(before.firing_ms),
            length(after.firing_ms),
            first(before),
            first(after),
        ]
    };
    write_rows(std::iter::once(header.map(str::to_owned)).chain(changes.iter().map(row)).collect(), out)
}
