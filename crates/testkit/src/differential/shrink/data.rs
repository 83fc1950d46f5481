//! Fewer series and samples.

use super::Case;
use crate::generate::data::{DataSet, GAP, SeriesText};

type Fails<'a> = &'a mut dyn FnMut(&Case) -> bool;

/// The case with as little data as keeps it failing.
pub(super) fn shrink(case: &Case, fails: Fails<'_>) -> Case {
    let mut case = fewest(case, case.data.n_series(), fails, &with_series);
    for i in 0..case.data.n_series() {
        let n = nth(&mut case.data, i).map_or(0, |series| series.values.len());
        case = fewest(&case, n, fails, &|data, kept| with_samples(data, i, kept));
        case = changed(case, fails, &|data| change(data, i, cut_end));
        case = changed(case, fails, &|data| change(data, i, |series| series.starts.clear()));
    }
    case
}

fn changed(case: Case, fails: Fails<'_>, change: &dyn Fn(&mut DataSet)) -> Case {
    let mut smaller = case.clone();
    change(&mut smaller.data);
    if smaller != case && fails(&smaller) { smaller } else { case }
}

/// The case with as few of `n` parts as keep it failing: halves are taken away, then quarters, down to single ones.
fn fewest(case: &Case, n: usize, fails: Fails<'_>, keep: &dyn Fn(&DataSet, &[usize]) -> DataSet) -> Case {
    let mut kept: Vec<usize> = (0..n).collect();
    let mut smallest = case.clone();
    let mut size = n.div_ceil(2);
    while size > 0 {
        let mut to = kept.len();
        while to > 0 {
            let from = to.saturating_sub(size);
            let fewer: Vec<_> = [&kept[..from], &kept[to..]].concat();
            let smaller = Case { data: keep(&case.data, &fewer), query: case.query.clone() };
            if smaller != smallest && fails(&smaller) {
                (kept, smallest) = (fewer, smaller);
            }
            to = from;
        }
        size = if size == 1 { 0 } else { size.div_ceil(2) };
    }
    smallest
}

fn with_series(data: &DataSet, kept: &[usize]) -> DataSet {
    let (mut data, mut i) = (data.clone(), 0);
    for load in &mut data.loads {
        load.series.retain(|_| {
            i += 1;
            kept.contains(&(i - 1))
        });
    }
    data.loads.retain(|load| !load.series.is_empty());
    data
}

fn with_samples(data: &DataSet, i: usize, kept: &[usize]) -> DataSet {
    let mut data = data.clone();
    change(&mut data, i, |series| {
        let gone = series.values.iter_mut().enumerate().filter(|(at, _)| !kept.contains(at));
        gone.for_each(|(_, value)| GAP.clone_into(value));
    });
    data
}

/// Cuts the gaps at the end off.
fn cut_end(series: &mut SeriesText) {
    let n = series.values.iter().rposition(|value| value != GAP).map_or(1, |last| last + 1);
    series.values.truncate(n);
    series.starts.truncate(n);
}

fn change(data: &mut DataSet, i: usize, change: impl FnOnce(&mut SeriesText)) {
    if let Some(series) = nth(data, i) {
        change(series);
    }
}

fn nth(data: &mut DataSet, i: usize) -> Option<&mut SeriesText> {
    data.loads.iter_mut().flat_map(|load| &mut load.series).nth(i)
}
