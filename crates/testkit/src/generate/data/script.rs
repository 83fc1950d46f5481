//! Data as a test script: blocks of `load` commands that can be taken apart and printed again.

use std::fmt;

/// Data as `load` commands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DataSet {
    /// What it is called: its kind and its seed.
    pub name: String,
    /// The commands.
    pub loads: Vec<LoadBlock>,
}

/// One `load` command.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoadBlock {
    /// Time from sample to sample in seconds.
    pub step_s: u32,
    /// Whether classic histograms are added as native ones too.
    pub with_nhcb: bool,
    /// The series.
    pub series: Vec<SeriesText>,
}

/// One series as a script writes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeriesText {
    /// Name and labels.
    pub metric: String,
    /// Start timestamps as offsets, one for each sample; `None` if nothing is known of them.
    pub starts: Vec<String>,
    /// The samples, one for each step.
    pub values: Vec<String>,
}

/// How a step without a sample is written.
pub const GAP: &str = "_";

impl SeriesText {
    /// A series without start timestamps.
    pub fn new(metric: impl Into<String>, values: Vec<String>) -> Self {
        Self { metric: metric.into(), starts: Vec::new(), values }
    }
}

impl LoadBlock {
    /// A command without series.
    pub fn every(step_s: u32) -> Self {
        Self { step_s, ..Self::default() }
    }
}

impl DataSet {
    /// The number of series.
    pub fn n_series(&self) -> usize {
        self.loads.iter().map(|load| load.series.len()).sum()
    }

    /// The number of samples.
    pub fn n_samples(&self) -> usize {
        let series = self.loads.iter().flat_map(|load| &load.series);
        series.map(|series| series.values.iter().filter(|value| *value != GAP).count()).sum()
    }
}

impl fmt::Display for DataSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, load) in self.loads.iter().enumerate() {
            f.write_str(if i > 0 { "\n" } else { "" })?;
            writeln!(f, "load{} {}s", if load.with_nhcb { "_with_nhcb" } else { "" }, load.step_s)?;
            for series in &load.series {
                if !series.starts.is_empty() {
                    writeln!(f, "  {}@st {}", series.metric, series.starts.join(" "))?;
                }
                writeln!(f, "  {} {}", series.metric, series.values.join(" "))?;
            }
        }
        Ok(())
    }
}
