//! Command line of Promenade.
fn main() {}
