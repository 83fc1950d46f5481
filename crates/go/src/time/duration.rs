//! Durations: Go's `time.Duration`.

use std::fmt;

use crate::math::to_int64;

const SECOND: u64 = 1_000_000_000;

/// A duration in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(i64);

impl Duration {
    /// A duration of `nanoseconds`.
    pub const fn from_nanoseconds(nanoseconds: i64) -> Self {
        Self(nanoseconds)
    }

    /// A duration of `seconds`, converted from float to integer like Go on amd64.
    pub fn from_seconds(seconds: f64) -> Self {
        Self(to_int64(seconds * 1e9))
    }

    /// The duration in nanoseconds.
    pub const fn nanoseconds(self) -> i64 {
        self.0
    }

    /// The duration in units of `nanoseconds`, computed like Go's `Hours`, `Minutes` and `Seconds`.
    pub fn in_units(self, nanoseconds: i64) -> f64 {
        (self.0 / nanoseconds) as f64 + (self.0 % nanoseconds) as f64 / nanoseconds as f64
    }

    /// Rounds towards zero to a multiple of another duration.
    #[must_use]
    pub fn truncate(self, unit: Self) -> Self {
        if unit.0 <= 0 { self } else { Self(self.0 - self.0 % unit.0) }
    }

    /// Rounds to the nearest multiple of another duration, halves away from zero.
    #[must_use]
    pub fn round(self, unit: Self) -> Self {
        if unit.0 <= 0 {
            return self;
        }
        let (whole, rest, unit) = (i128::from(self.0), i128::from(self.0 % unit.0), i128::from(unit.0));
        let down = whole - rest;
        let rounded = if rest.abs() * 2 < unit { down } else { down + unit * rest.signum() };
        Self(rounded.clamp(i128::from(i64::MIN), i128::from(i64::MAX)) as i64)
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

impl fmt::Display for Duration {
    /// As Go's `Duration.String`: `1h2m3.5s`, `1.5ms`, `0s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        match magnitude {
            0 => f.write_str("0s"),
            1..1_000 => write!(f, "{magnitude}ns"),
            1_000..1_000_000 => write!(f, "{}µs", decimal(magnitude, 1_000)),
            1_000_000..SECOND => write!(f, "{}ms", decimal(magnitude, 1_000_000)),
            _ => {
                let (minutes, hours) = (magnitude / (60 * SECOND), magnitude / (3600 * SECOND));
                if hours > 0 {
                    write!(f, "{hours}h")?;
                }
                if minutes > 0 {
                    write!(f, "{}m", minutes % 60)?;
                }
                write!(f, "{}s", decimal(magnitude % (60 * SECOND), SECOND))
            }
        }
    }
}

/// A count in a larger unit, without trailing zeros.
fn decimal(count: u64, unit: u64) -> String {
    let (whole, rest) = (count / unit, count % unit);
    if rest == 0 {
        return whole.to_string();
    }
    let n_digits = unit.ilog10() as usize;
    format!("{whole}.{}", format!("{rest:0n_digits$}").trim_end_matches('0'))
}
