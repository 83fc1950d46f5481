//! The parser alone: tree, diagnostics, what is expected at an offset. It needs no feature.
//!
//! `cargo run -p promenade --no-default-features --example parser`
#![allow(clippy::print_stdout)] // it is a program

pub(crate) fn main() {
    let parsed = promenade::parse("sum by (job) (rate(requests_total{code=~\"5..\"}[5m]))");
    assert!(!parsed.has_errors());
    let metrics: Vec<_> = parsed.expr.descendants().filter_map(|node| node.selector()?.name.as_ref()).collect();
    assert_eq!(metrics.len(), 1);
    println!("{} reads {}", parsed.expr, metrics[0].text);

    let broken = promenade::parse("rate(requests_total[5m]");
    for diagnostic in &broken.diagnostics {
        println!("{:?}: {}", diagnostic.range, diagnostic.message);
    }
    assert!(broken.has_errors());
    assert_eq!(promenade::format("sum(x)by(job)").as_deref(), Ok("sum by (job) (x)"));
}
