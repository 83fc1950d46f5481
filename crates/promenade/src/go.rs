//! Numbers and times as Go and Prometheus write and read them.

/// Texts of floats.
pub mod strconv {
    pub use promenade_go::strconv::{
        format_api, format_e, format_fixed, format_float, format_g, format_g_precision, parse_go_float, quote_go,
    };
}

/// Times and durations.
pub mod time {
    pub use promenade_go::time::{Duration, Time};
}
