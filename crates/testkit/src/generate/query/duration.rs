//! Durations and calculations of them.

use super::QueryGenerator;

impl QueryGenerator<'_> {
    /// A range: mostly some samples long.
    pub(super) fn range_length(&mut self) -> String {
        let ms = self.vocabulary.end_ms.max(60_000) / 60;
        let seconds = (ms / 1000).max(1) * self.random.weighted(&[(3, 2), (4, 5), (3, 10), (1, 1), (1, 30), (1, 70)]);
        let literal = duration(seconds);
        match self.random.below(14) {
            0 => format!("{seconds}"),
            1 => format!("{literal} + 30s"),
            2 => format!("max_of({literal}, step())"),
            3 => format!("max_of({literal}, step() * 2)"),
            4 => format!("min_of({literal}, range() + 1m)"),
            5 => format!("2 * ({literal} - 1s)"),
            6 => self
                .random
                .text(&["step()", "range()", "step() + 1", "range() / 2", "-(-90)", "2 ^ 8", "1m % 45s"])
                .to_owned(),
            _ => literal,
        }
    }

    /// The step of a subquery, empty for the default one.
    pub(super) fn subquery_step(&mut self) -> String {
        let seconds =
            (self.vocabulary.end_ms / 60_000).max(1) * self.random.weighted(&[(2, 1), (2, 2), (1, 3), (1, 7)]);
        match self.random.below(10) {
            0..4 => String::new(),
            4 => "max_of(step(), 15s)".to_owned(),
            5 => format!("{} + 1", seconds.max(5)),
            _ => duration(seconds.max(5)),
        }
    }

    /// The duration of an offset.
    pub(super) fn offset_length(&mut self) -> String {
        let seconds = (self.vocabulary.end_ms / 60_000).max(1) * self.random.between(1, 8);
        let literal = duration(seconds);
        match self.random.below(12) {
            0 => format!("-{literal}"),
            1 => format!("-{seconds}"),
            2 => "step()".to_owned(),
            3 => "-step()".to_owned(),
            4 => format!("({literal} - 2 * step())"),
            5 => format!("(step() + {literal})"),
            6 => format!("-({literal} + 1)"),
            7 => format!("min_of(step(), {literal})"),
            8 => "(range() / 3)".to_owned(),
            _ => literal,
        }
    }
}

/// Seconds as a duration literal.
fn duration(seconds: i64) -> String {
    match (seconds % 3600, seconds % 60) {
        (0, _) if seconds > 0 => format!("{}h", seconds / 3600),
        (_, 0) if seconds > 0 => format!("{}m", seconds / 60),
        _ if seconds > 60 => format!("{}m{}s", seconds / 60, seconds % 60),
        _ => format!("{seconds}s"),
    }
}
