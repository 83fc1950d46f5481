//! Annotations of which only the last of each step counts.
//!
//! Of a binary operation Prometheus tells the last complaint of each step. Rows are computed tile by tile, so who came
//! last is known at the end of the query only.

use std::sync::{Mutex, PoisonError};

use promenade_model::Annotation;
use promenade_plan::NodeId;
use rustc_hash::FxHashMap;

use crate::operator::Note;

/// Annotations offered so far.
#[derive(Debug, Default)]
pub(crate) struct StepNotes {
    by_node: Mutex<FxHashMap<NodeId, NodeNotes>>,
}

#[derive(Debug, Default)]
struct NodeNotes {
    annotations: Vec<Annotation>,
    /// For each step the place of the last annotation in it, and which one it is.
    last: Vec<Option<(u32, usize)>>,
}

impl StepNotes {
    /// Offers an annotation of a node. At each step the one with the greatest `place` stays.
    pub(crate) fn offer(&self, node: NodeId, step_idx: usize, place: u32, annotation: &Annotation) {
        let mut by_node = self.by_node.lock().unwrap_or_else(PoisonError::into_inner);
        by_node.entry(node).or_default().offer(step_idx, place, annotation);
    }

    /// Takes out the annotations that were last at any step.
    pub(crate) fn take(&self) -> Vec<Note> {
        let by_node = std::mem::take(&mut *self.by_node.lock().unwrap_or_else(PoisonError::into_inner));
        let notes = by_node
            .into_iter()
            .flat_map(|(node, notes)| notes.winners().into_iter().map(move |annotation| Note { node, annotation }));
        notes.collect()
    }
}

impl NodeNotes {
    fn offer(&mut self, step_idx: usize, place: u32, annotation: &Annotation) {
        if self.last.len() <= step_idx {
            self.last.resize(step_idx + 1, None);
        }
        if self.last[step_idx].is_some_and(|(last, _)| last > place) {
            return;
        }
        let known = self.annotations.iter().position(|known| known == annotation);
        let i = known.unwrap_or_else(|| {
            self.annotations.push(annotation.clone());
            self.annotations.len() - 1
        });
        self.last[step_idx] = Some((place, i));
    }

    fn winners(self) -> Vec<Annotation> {
        let mut wins = vec![false; self.annotations.len()];
        self.last.iter().flatten().for_each(|(_, i)| wins[*i] = true);
        self.annotations.into_iter().zip(wins).filter(|(_, wins)| *wins).map(|(annotation, _)| annotation).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_each_step_stays() {
        let (a, b, c) = (note("a"), note("b"), note("c"));
        let notes = StepNotes::default();
        notes.offer(1, 0, 5, &a);
        notes.offer(1, 0, 3, &b);
        notes.offer(1, 2, 1, &c);
        notes.offer(1, 2, 7, &a);
        assert_eq!(notes.take(), [Note { node: 1, annotation: a }]);
        assert!(notes.take().is_empty());
    }

    fn note(text: &str) -> Annotation {
        Annotation::external_warning(text)
    }
}
