//! The table of ratios.

use super::case::{Case, Timing};

/// Prints a line for each case, and the geometric mean of the ratios.
pub(super) fn print(cases: &[Case], ours: &[Timing], peer: &[Timing]) {
    println!(
        "{:<34} {:>10} {:>10} {:>8} {:>6} {:>10} {:>10}  agreement",
        "case", "ours ms", "prom. ms", "ratio", "goal", "ours MiB", "prom. MiB"
    );
    let mut ratios = Vec::new();
    for ((case, ours), peer) in cases.iter().zip(ours).zip(peer) {
        let ratio = peer.median_ms / ours.median_ms;
        if ours.error.is_empty() && peer.error.is_empty() {
            ratios.push(ratio);
        }
        println!(
            "{:<34} {:>10.3} {:>10.3} {:>8.1} {:>6} {:>10.2} {:>10.2}  {}",
            case.name,
            ours.median_ms,
            peer.median_ms,
            ratio,
            case.goal,
            mib(ours.peak_bytes),
            mib(peer.peak_bytes),
            agreement(ours, peer)
        );
    }
    let mean = (ratios.iter().map(|r| r.ln()).sum::<f64>() / ratios.len() as f64).exp();
    let slowest = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    println!("\ngeometric mean {mean:.1}, least {slowest:.1}, {} of {} cases\n", ratios.len(), cases.len());
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// Whether the descriptions of both results agree.
fn agreement(ours: &Timing, peer: &Timing) -> String {
    if !ours.error.is_empty() || !peer.error.is_empty() {
        return format!("error: {}{}", ours.error, peer.error);
    }
    let (a, b) = (number(&ours.sum), number(&peer.sum));
    let close = (a - b).abs() <= 1e-9 * a.abs().max(b.abs());
    if close && ours.series == peer.series && ours.samples == peer.samples {
        return "same".to_owned();
    }
    format!(
        "DIFFERS: {} series {} samples sum {} / {} {} {}",
        ours.series, ours.samples, ours.sum, peer.series, peer.samples, peer.sum
    )
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}
