//! Functions over range vectors give what Prometheus gives, what their documentation says, and the same for a row as for
//! each of its steps alone.

mod harness;
mod naive;
mod properties;
mod reference;
mod smoothing_factors;
