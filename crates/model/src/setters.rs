//! Methods that set the fields of options.

/// Adds a setter for each field of an options type, with the same name, so that options are built as
/// `Options::default().width(80).indent(4)` and can get new fields later.
#[macro_export]
macro_rules! setters {
    ($options:ty { $($field:ident: $value:ty),* $(,)? }) => {
        impl $options {
            $(
                #[doc = concat!("The same with this value of [`", stringify!($field), "`](Self#structfield.", stringify!($field), ").")]
                #[must_use]
                pub fn $field(mut self, $field: $value) -> Self {
                    self.$field = $field;
                    self
                }
            )*
        }
    };
}
