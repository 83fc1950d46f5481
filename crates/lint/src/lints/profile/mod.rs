//! What does not fit the server that a profile describes.

pub(crate) mod beyond_retention;
#[cfg(feature = "documents")]
pub(crate) mod external_label_collision;
pub(crate) mod short_window;
#[cfg(feature = "documents")]
pub(crate) mod unknown_external_label;
