//! What does not fit the server that a profile describes.

pub(crate) mod beyond_retention;
pub(crate) mod external_label_collision;
pub(crate) mod short_window;
pub(crate) mod unknown_external_label;
