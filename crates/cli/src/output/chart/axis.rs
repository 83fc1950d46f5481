//! Round values and times at which axes have marks.

use promenade::go::strconv::{format_e, format_fixed};
use promenade::model::TimestampMs;

use crate::time::utc;

/// A scale of values: its ends and the distance of its marks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) step: f64,
}

impl Scale {
    /// A scale of round numbers that holds `min` and `max`, with about `n_marks` marks.
    pub(super) fn new(min: f64, max: f64, n_marks: usize) -> Self {
        let (min, max) = if min < max { (min, max) } else { widened(min) };
        let step = round_up((max / 2.0 - min / 2.0) / n_marks.max(1) as f64 * 2.0);
        let outer = Self { min: (min / step).floor() * step, max: (max / step).ceil() * step, step };
        if outer.min.is_finite() && outer.max.is_finite() && outer.step > 0.0 {
            outer
        } else {
            Self { min, max, step: max / 2.0 - min / 2.0 }
        }
    }

    /// Where a value lies, from 0 at the lower end to 1 at the upper.
    pub(super) fn place(&self, value: f64) -> f64 {
        (value / 2.0 - self.min / 2.0) / (self.max / 2.0 - self.min / 2.0)
    }

    /// The marks from below; at most 100.
    pub(super) fn marks(&self) -> impl Iterator<Item = f64> {
        let Self { min, step, .. } = *self;
        let n_steps = (self.max / step - min / step).round().min(100.0) as usize;
        // A mark that is zero but for rounding is zero.
        (0..=n_steps)
            .map(move |i| min + i as f64 * step)
            .map(move |mark| if mark.abs() < step / 1e6 { 0.0 } else { mark })
    }

    /// A mark with as many decimals as tell it from the next, and a suffix for thousands.
    pub(super) fn label(&self, mark: f64) -> String {
        let size = self.max.abs().max(self.min.abs());
        if !(1e-4..1e15).contains(&size) {
            return if mark == 0.0 { "0".to_owned() } else { format_e(rounded(mark, self.step)) };
        }
        let (unit, suffix) = unit(size);
        let n_decimals = (-(self.step / unit).log10()).ceil().max(0.0) as usize;
        // Half steps such as 2.5 need a decimal more than their size says.
        let is_exact = |n: usize| {
            let shown = 10_f64.powi(n as i32) * self.step / unit;
            (shown - shown.round()).abs() < 1e-6
        };
        let n_decimals = if is_exact(n_decimals) { n_decimals } else { n_decimals + 1 };
        format!("{}{}", format_fixed(mark / unit, n_decimals), if mark == 0.0 { "" } else { suffix })
    }
}

/// A number for people: four digits or so, and a suffix for thousands.
pub(super) fn short_number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() || !(1e-4..1e15).contains(&value.abs()) {
        return promenade::go::strconv::format_g_precision(value, 4);
    }
    let (unit, suffix) = unit(value.abs());
    let scaled = value / unit;
    let n_decimals = (3 - scaled.abs().log10().floor() as i32).clamp(0, 7) as usize;
    let text = format_fixed(scaled, n_decimals);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text}{suffix}")
}

fn unit(size: f64) -> (f64, &'static str) {
    match size {
        1e12.. => (1e12, "T"),
        1e9.. => (1e9, "G"),
        1e6.. => (1e6, "M"),
        1e4.. => (1e3, "k"),
        _ => (1.0, ""),
    }
}

/// A range around a single value.
fn widened(value: f64) -> (f64, f64) {
    let by = if value == 0.0 { 1.0 } else { value.abs() / 10.0 };
    (value - by, value + by)
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
fn round_up(step: f64) -> f64 {
    let power = 10_f64.powi(step.log10().floor() as i32);
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find(|factor| factor * power >= step * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// `mark` without the rounding errors of adding steps.
fn rounded(mark: f64, step: f64) -> f64 {
    let digits = 10_f64.powi(2 - step.abs().log10().floor() as i32);
    let value = (mark * digits).round() / digits;
    if value.is_finite() { value } else { mark }
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Distances of marks on the axis of time.
const TIME_STEPS: [i64; 34] = [
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    15 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    30 * DAY,
    90 * DAY,
    365 * DAY,
    3650 * DAY,
];

/// Times in UTC at which an axis has marks, with their labels: at most `n_marks`.
pub(super) fn time_marks(start_ms: TimestampMs, end_ms: TimestampMs, n_marks: usize) -> Vec<(TimestampMs, String)> {
    let span = end_ms.saturating_sub(start_ms);
    let fits = |step: &&i64| span / **step < n_marks.max(1) as i64;
    let Some(&step) = TIME_STEPS.iter().find(fits) else { return Vec::new() };
    let first = start_ms.div_euclid(step) * step;
    let format = match (step, span) {
        (DAY.., _) => "%Y-%m-%d",
        (_, DAY..) => "%m-%d %H:%M",
        (MINUTE.., _) => "%H:%M",
        (SECOND.., _) => "%H:%M:%S",
        _ => "%H:%M:%S%.3f",
    };
    let times = (0..).map_while(|i: i64| first.checked_add(i.checked_mul(step)?)).take_while(|t| *t <= end_ms);
    let marks = times.filter(|t| *t >= start_ms).map_while(|t| Some((t, utc(t)?.format(format).to_string())));
    marks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(min: f64, max: f64) -> Vec<String> {
        let scale = Scale::new(min, max, 4);
        assert!(scale.min <= min && scale.max >= max, "{scale:?}");
        scale.marks().map(|mark| scale.label(mark)).collect()
    }

    #[test]
    fn marks_are_round() {
        assert_eq!(labels(0.0, 1.0), ["0.00", "0.25", "0.50", "0.75", "1.00"]);
        assert_eq!(labels(-3.0, 11.0), ["-5", "0", "5", "10", "15"]);
        assert_eq!(labels(5.2e8, 9.2e8), ["0.5G", "0.6G", "0.7G", "0.8G", "0.9G", "1.0G"]);
        assert_eq!(labels(7.0, 7.0), ["6.0", "6.5", "7.0", "7.5", "8.0"]);
        assert_eq!(labels(1e-9, 3e-9), ["1e-09", "1.5e-09", "2e-09", "2.5e-09", "3e-09"]);
        assert_eq!(labels(0.0, 0.0), ["-1.0", "-0.5", "0.0", "0.5", "1.0"]);
        assert!(labels(f64::MIN, f64::MAX).len() >= 2);
    }

    #[test]
    fn numbers_for_people() {
        let of = |v: f64| short_number(v);
        assert_eq!([of(0.0), of(1.0), of(1234.5), of(917_110_784.0)], ["0", "1", "1234", "917.1M"]);
        assert_eq!([of(0.012_345), of(-2.5), of(f64::NAN), of(1e-9)], ["0.01235", "-2.5", "NaN", "1e-09"]);
    }

    #[test]
    fn marks_of_time() {
        let texts = |start, end, n| -> Vec<String> { time_marks(start, end, n).into_iter().map(|(_, t)| t).collect() };
        assert_eq!(texts(1000, 60 * MINUTE, 5), ["00:15", "00:30", "00:45", "01:00"]);
        assert_eq!(texts(0, 3000, 5), ["00:00:00", "00:00:01", "00:00:02", "00:00:03"]);
        assert_eq!(texts(0, 2 * DAY, 3), ["1970-01-01", "1970-01-02", "1970-01-03"]);
        assert_eq!(texts(0, 2 * DAY, 5), ["01-01 00:00", "01-01 12:00", "01-02 00:00", "01-02 12:00", "01-03 00:00"]);
        assert!(texts(i64::MIN, i64::MAX, 5).is_empty());
    }
}
