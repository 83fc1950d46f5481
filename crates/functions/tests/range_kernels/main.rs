//! Range vector functions match Prometheus and their documentation, and a whole row equals its steps evaluated alone.

mod harness;
mod naive;
mod properties;
mod reference;
mod smoothing_factors;
