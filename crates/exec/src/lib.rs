//! Physical planner and vectorized operators of PromQL.
