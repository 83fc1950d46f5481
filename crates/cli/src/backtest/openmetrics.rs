//! The series `ALERTS` as `OpenMetrics` text.
//!
//! Source: the `OpenMetrics` specification 1.0, "Text format".

use std::io::{self, Write};

use promenade::rules::backtest::BacktestReport;

pub(super) fn write(report: &BacktestReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# TYPE ALERTS gauge")?;
    for series in &report.states {
        let name = series.labels.metric_name();
        let pairs: Vec<String> = (series.labels.iter().filter(|(label, _)| *label != "__name__"))
            .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
            .collect();
        for time_ms in &series.times_ms {
            writeln!(out, "{name}{{{}}} 1 {}", pairs.join(","), seconds(*time_ms))?;
        }
    }
    writeln!(out, "# EOF")
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\"")
}

fn seconds(time_ms: i64) -> String {
    let (sign, time_ms) = (if time_ms < 0 { "-" } else { "" }, time_ms.unsigned_abs());
    match time_ms % 1000 {
        0 => format!("{sign}{}", time_ms / 1000),
        part => format!("{sign}{}.{part:03}", time_ms / 1000),
    }
}
