//! The catalogue of PromQL functions and aggregators: signatures, documentation, behaviour and kernels.
