//! Works on many files at once, with progress on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::terminal::Stream;

/// Work that takes no longer is not worth a word.
const PATIENCE: Duration = Duration::from_millis(500);

/// What `work` makes of each item, in their order.
pub(crate) fn each<'a, T: Sync, R: Send>(
    items: &'a [T],
    verb: &str,
    stderr: Stream,
    work: impl Fn(&'a T) -> R + Sync,
) -> Vec<R> {
    let bar = bar(items.len(), verb, stderr);
    let one = |item: &'a T| {
        let made = work(item);
        if bar.elapsed() > PATIENCE {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.inc(1);
        made
    };
    let made = items.par_iter().with_max_len(16).map(one).collect();
    bar.finish_and_clear();
    made
}

fn bar(n_items: usize, verb: &str, stderr: Stream) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(n_items as u64), ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} files");
    bar.set_style(style.expect("the template is well-formed"));
    bar.set_message(verb.to_owned());
    if !stderr.is_terminal {
        return ProgressBar::hidden();
    }
    bar
}
