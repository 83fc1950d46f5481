//! Shows how far loading is, on a terminal and where it takes long.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::files::Source;
use crate::terminal::Stream;

/// How far loading is.
pub(super) struct Progress {
    bar: ProgressBar,
    /// The samples of the current source so far.
    n_samples: Arc<AtomicUsize>,
    /// The samples of the sources before.
    n_before: usize,
    /// When to begin to show it; `None` if it is shown or never will be.
    shown_from: Option<Instant>,
}

/// Loading that takes no longer is not worth a word.
const PATIENCE: Duration = Duration::from_millis(500);

impl Progress {
    pub(super) fn new(sources: &[Source], stderr: Stream) -> Self {
        let n_bytes: Option<u64> = sources.iter().map(Source::n_bytes).sum();
        let bar = ProgressBar::with_draw_target(n_bytes, ProgressDrawTarget::hidden());
        let template = match n_bytes {
            Some(_) => "loading {wide_bar} {bytes}/{total_bytes}{msg}",
            None => "loading {spinner} {bytes}{msg}",
        };
        bar.set_style(ProgressStyle::with_template(template).expect("the template is well-formed"));
        Self {
            bar,
            n_samples: Arc::default(),
            n_before: 0,
            shown_from: stderr.is_terminal.then(|| Instant::now() + PATIENCE),
        }
    }

    /// So many bytes more were read.
    pub(super) fn bytes(&mut self, n_bytes: usize) {
        let n_samples = self.n_before + self.n_samples.load(Ordering::Relaxed);
        self.bar.set_message(format!(", {} samples", HumanCount(n_samples as u64)));
        self.bar.inc(n_bytes as u64);
        if self.shown_from.is_some_and(|from| from <= Instant::now()) {
            self.shown_from = None;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Where the loader says how many samples it has by now.
    pub(super) fn n_samples(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.n_samples)
    }

    /// A source was read to its end; so many samples were loaded.
    pub(super) fn loaded(&mut self, n_samples: usize) {
        self.n_before = n_samples;
        self.n_samples.store(0, Ordering::Relaxed);
    }

    /// Takes it away.
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }
}
