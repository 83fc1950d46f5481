//! Naive implementations of range vector functions on floats, one window at a time.

/// A window of floats and its times.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window<'a> {
    pub(crate) times_ms: &'a [i64],
    pub(crate) values: &'a [f64],
    pub(crate) eval_ms: i64,
    pub(crate) end_ms: i64,
    pub(crate) range_ms: i64,
}

/// The result for a nonempty window.
pub(crate) fn evaluate(name: &str, args: &[f64], w: Window<'_>) -> Option<f64> {
    let (n, values) = (w.values.len(), w.values);
    Some(match name {
        "rate" => extrapolate(w, increase(values)?, true) / (w.range_ms as f64 / 1000.0),
        "increase" => extrapolate(w, increase(values)?, true),
        "delta" => extrapolate(w, last_two(values).map(|_| values[n - 1] - values[0])?, false),
        "irate" => {
            let (a, b) = last_two(values)?;
            (if b < a { b } else { b - a }) / ((w.times_ms[n - 1] - w.times_ms[n - 2]) as f64 / 1000.0)
        }
        "idelta" => last_two(values).map(|(a, b)| b - a)?,
        "changes" => values.windows(2).filter(|p| p[0] != p[1] && !(p[0].is_nan() && p[1].is_nan())).count() as f64,
        "resets" => values.windows(2).filter(|p| p[1] < p[0]).count() as f64,
        "deriv" => line(w, w.times_ms[0])?.0,
        "predict_linear" => line(w, w.eval_ms).map(|(slope, intercept)| slope * args[0] + intercept)?,
        "double_exponential_smoothing" => smooth(values, args[0], args[1])?,
        "integral" => sum(&areas(w, args)),
        "sum_over_time" => sum(values),
        "avg_over_time" => sum(values) / n as f64,
        "max_over_time" => values[extreme(values, |new, old| new > old)],
        "min_over_time" => values[extreme(values, |new, old| new < old)],
        "ts_of_max_over_time" => w.times_ms[extreme(values, |new, old| new >= old)] as f64 / 1000.0,
        "ts_of_min_over_time" => w.times_ms[extreme(values, |new, old| new <= old)] as f64 / 1000.0,
        "stddev_over_time" => variance(values).sqrt(),
        "stdvar_over_time" => variance(values),
        "quantile_over_time" => quantile(args[0], values),
        "mad_over_time" => {
            let median = quantile(0.5, values);
            let deviations: Vec<_> = values.iter().map(|v| (v - median).abs()).collect();
            if values.iter().any(|v| v.is_nan()) { f64::NAN } else { quantile(0.5, &deviations) }
        }
        "first_over_time" => values[0],
        "last_over_time" => values[n - 1],
        "ts_of_first_over_time" => w.times_ms[0] as f64 / 1000.0,
        "ts_of_last_over_time" => w.times_ms[n - 1] as f64 / 1000.0,
        "count_over_time" => n as f64,
        "present_over_time" => 1.0,
        _ => panic!("no naive {name}"),
    })
}

fn last_two(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len().checked_sub(2)?;
    Some((values[n], values[n + 1]))
}

fn increase(values: &[f64]) -> Option<f64> {
    last_two(values)?;
    let lost = |increase: f64, pair: &[f64]| if pair[1] < pair[0] { increase + pair[0] } else { increase };
    Some(values.windows(2).fold(values[values.len() - 1] - values[0], lost))
}

fn extrapolate(w: Window<'_>, change: f64, is_counter: bool) -> f64 {
    let n = w.values.len();
    let seconds = |from: i64, to: i64| (to - from) as f64 / 1000.0;
    let sampled = seconds(w.times_ms[0], w.times_ms[n - 1]);
    let interval = sampled / (n - 1) as f64;
    let reach = |gap: f64| if gap >= interval * 1.1 { interval / 2.0 } else { gap };
    let mut to_start = reach(seconds(w.end_ms - w.range_ms, w.times_ms[0]));
    if is_counter && change > 0.0 && w.values[0] >= 0.0 {
        let to_zero = sampled * (w.values[0] / change);
        to_start = if to_zero < to_start { to_zero } else { to_start };
    }
    let to_end = reach(seconds(w.times_ms[n - 1], w.end_ms));
    change * ((sampled + to_start + to_end) / sampled)
}

/// Slope per second, and value at a time, by least squares around the means.
fn line(w: Window<'_>, at_ms: i64) -> Option<(f64, f64)> {
    last_two(w.values)?;
    if w.values.iter().all(|v| *v == w.values[0]) {
        let is_finite = w.values[0].is_finite();
        return Some(if is_finite { (0.0, w.values[0]) } else { (f64::NAN, f64::NAN) });
    }
    let n = w.values.len() as f64;
    let x: Vec<f64> = w.times_ms.iter().map(|t| (t - at_ms) as f64 / 1000.0).collect();
    let (mean_x, mean_y) = (sum(&x) / n, sum(w.values) / n);
    let products = |a: &[f64], mean_a: f64, b: &[f64], mean_b: f64| {
        sum(&a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).collect::<Vec<_>>())
    };
    let slope = products(&x, mean_x, w.values, mean_y) / products(&x, mean_x, &x, mean_x);
    Some((slope, mean_y - slope * mean_x))
}

/// The areas between neighbouring samples, by the earlier value, the later value, or their mean.
fn areas(w: Window<'_>, args: &[f64]) -> Vec<f64> {
    let values: Vec<f64> = w.values.iter().map(|v| if v.is_nan() { 0.0 } else { *v }).collect();
    let height = |a: f64, b: f64| match args {
        [0.0] => a,
        [1.0] => b,
        _ => a / 2.0 + b / 2.0,
    };
    let seconds = w.times_ms.windows(2).map(|t| (t[1] - t[0]) as f64 / 1000.0);
    values.windows(2).zip(seconds).map(|(v, seconds)| height(v[0], v[1]) * seconds).collect()
}

fn smooth(values: &[f64], sf: f64, tf: f64) -> Option<f64> {
    last_two(values)?;
    let (mut level, mut trend) = (values[0], values[1] - values[0]);
    for (i, v) in values.iter().enumerate().skip(1) {
        let next = sf * v + (1.0 - sf) * (level + trend);
        if i + 1 < values.len() {
            trend = tf * (next - level) + (1.0 - tf) * trend;
        }
        level = next;
    }
    Some(level)
}

/// A sum that is exact except for its last rounding, if it is finite.
fn sum(values: &[f64]) -> f64 {
    if !values.iter().all(|v| v.is_finite()) {
        return values.iter().sum();
    }
    let mut parts: Vec<f64> = Vec::new();
    for &v in values {
        let mut carry = v;
        let mut kept = Vec::new();
        for &part in &parts {
            let (large, small) = if carry.abs() < part.abs() { (part, carry) } else { (carry, part) };
            let total = large + small;
            let rest = small - (total - large);
            if rest != 0.0 {
                kept.push(rest);
            }
            carry = total;
        }
        kept.push(carry);
        parts = kept;
    }
    parts.iter().sum()
}

fn variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = sum(values) / n;
    sum(&values.iter().map(|v| (v - mean) * (v - mean)).collect::<Vec<_>>()) / n
}

/// The index of the extreme: anything replaces NaN, and `beats` compares two values.
fn extreme(values: &[f64], beats: fn(f64, f64) -> bool) -> usize {
    (0..values.len()).fold(0, |best, i| if beats(values[i], values[best]) || values[best].is_nan() { i } else { best })
}

fn quantile(phi: f64, values: &[f64]) -> f64 {
    if phi < 0.0 {
        return f64::NEG_INFINITY;
    }
    if phi > 1.0 {
        return f64::INFINITY;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| b.is_nan().cmp(&a.is_nan()).then(a.total_cmp(b)));
    let rank = phi * (sorted.len() - 1) as f64;
    let weight = rank - rank.floor();
    if weight == 0.0 {
        return sorted[rank as usize];
    }
    let upper = (rank as usize + 1).min(sorted.len() - 1);
    sorted[rank as usize] * (1.0 - weight) + sorted[upper] * weight
}
