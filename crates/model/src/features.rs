//! Feature flags under Prometheus's names.

/// Optional parts of the language and of evaluation. All are off by default, as in Prometheus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)] // flags are independent of each other
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Features {
    /// `promql-experimental-functions`: functions and aggregators marked experimental.
    pub experimental_functions: bool,
    /// `promql-binop-fill-modifiers`: `fill`, `fill_left` and `fill_right`.
    pub binop_fill_modifiers: bool,
    /// `promql-delayed-name-removal`: `__name__` is dropped only at the end of the query.
    pub delayed_name_removal: bool,
    /// `use-start-timestamps`: `rate` and similar functions use the start timestamps of samples.
    pub use_start_timestamps: bool,
    /// `type-and-unit-labels`: `__type__` and `__unit__` are treated as metadata labels.
    pub type_and_unit_labels: bool,
    /// `promql-per-step-stats`: statistics per step.
    pub per_step_stats: bool,
    /// `promql-unquoted-utf8-names`: letters of any script, and dots, in names without quotes.
    pub unquoted_utf8_names: bool,
}

/// A flag: Prometheus's name and the field that it sets; `None` if its part of the language is always on.
type Row = (&'static str, Option<fn(&mut Features)>);

const ROWS: &[Row] = &[
    ("promql-experimental-functions", Some(|f| f.experimental_functions = true)),
    ("promql-binop-fill-modifiers", Some(|f| f.binop_fill_modifiers = true)),
    ("promql-delayed-name-removal", Some(|f| f.delayed_name_removal = true)),
    ("use-start-timestamps", Some(|f| f.use_start_timestamps = true)),
    ("type-and-unit-labels", Some(|f| f.type_and_unit_labels = true)),
    ("promql-per-step-stats", Some(|f| f.per_step_stats = true)),
    ("promql-unquoted-utf8-names", Some(|f| f.unquoted_utf8_names = true)),
    ("promql-duration-expr", None),
    ("promql-extended-range-selectors", None),
    ("query-cost", None),
];

impl Features {
    /// All flags of the language except `type-and-unit-labels`, which changes the expected data.
    pub const fn all() -> Self {
        Self {
            experimental_functions: true,
            binop_fill_modifiers: true,
            delayed_name_removal: true,
            use_start_timestamps: true,
            type_and_unit_labels: false,
            per_step_stats: true,
            unquoted_utf8_names: true,
        }
    }

    /// The flags that are on in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self {
            experimental_functions: self.experimental_functions || other.experimental_functions,
            binop_fill_modifiers: self.binop_fill_modifiers || other.binop_fill_modifiers,
            delayed_name_removal: self.delayed_name_removal || other.delayed_name_removal,
            use_start_timestamps: self.use_start_timestamps || other.use_start_timestamps,
            type_and_unit_labels: self.type_and_unit_labels || other.type_and_unit_labels,
            per_step_stats: self.per_step_stats || other.per_step_stats,
            unquoted_utf8_names: self.unquoted_utf8_names || other.unquoted_utf8_names,
        }
    }

    /// Switches on the flag with this name; returns `false` if Prometheus has no such flag.
    pub fn enable(&mut self, name: &str) -> bool {
        let Some((_, set)) = ROWS.iter().find(|(n, _)| *n == name) else { return false };
        if let Some(set) = set {
            set(self);
        }
        true
    }

    /// The names of the flags that have an effect, for help and completion.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ROWS.iter().filter(|(_, set)| set.is_some()).map(|(name, _)| *name)
    }

    /// The names of the flags without an effect, since their parts of the language are always on. Prometheus accepts
    /// them.
    pub fn always_on() -> impl Iterator<Item = &'static str> {
        ROWS.iter().filter(|(_, set)| set.is_none()).map(|(name, _)| *name)
    }
}
