//! The samples of `load` commands, put into a store.

mod nhcb;

use promenade::storage::HeadHints;
use promenade::storage::memory::{MemoryStorage, MemoryStorageBuilder, StartTimestamp};

use crate::script::{Command, Load, Script};

/// Adds the samples of a `load` command.
///
/// # Errors
/// Returns an error if classic histograms are to become native ones and do not add up.
pub fn load(load: &Load, builder: &mut MemoryStorageBuilder) -> Result<(), String> {
    for series in &load.series {
        let mut head = HeadHints::default();
        for sample in &series.samples {
            let value = head.sample(sample.t_ms, &sample.value);
            builder.append(&series.labels, sample.t_ms, value, StartTimestamp::at(sample.start_ms));
        }
    }
    if load.with_nhcb { nhcb::load(load, builder) } else { Ok(()) }
}

/// The store that a script of `load` and `clear` commands describes; evals are left out.
///
/// # Errors
/// Same as [`load`].
pub fn load_script(script: &Script) -> Result<MemoryStorage, String> {
    let mut builder = MemoryStorageBuilder::new();
    for command in &script.commands {
        match command {
            Command::Clear => builder.clear(),
            Command::Load(commands) => load(commands, &mut builder)?,
            Command::Eval(_) => {}
        }
    }
    Ok(builder.build())
}
