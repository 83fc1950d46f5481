//! Durations of PromQL as text: `1h30m`, `500ms`.
