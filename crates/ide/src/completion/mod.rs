//! Completion: what may stand at the cursor, ranked.
//!
//! The grammar says which kinds of text may follow ([`Expected`]); each kind has its source of items in a file of its own.
//! What is around the cursor, also behind it, says which of them suit the place.

mod durations;
mod functions;
mod grouping;
mod item;
mod keywords;
mod matcher_labels;
mod metrics;
mod numbers;
mod place;
mod snippets;
mod values;

use promenade_syntax::Expected;

use item::Collector;
pub use item::{CompletionItem, CompletionList, ItemKind};
pub(crate) use keywords::summary as keyword_summary;
use place::Place;

use crate::metadata::{MetadataRequest, Provider};
use crate::query::Query;

/// A completion that was begun: what it asks of metrics and labels, and the items once that is known.
#[derive(Debug, Clone)]
pub struct Completion<'a> {
    place: Place<'a>,
}

impl<'a> Completion<'a> {
    /// Begins a completion at a byte offset.
    pub fn at(query: &'a Query, offset: usize) -> Self {
        Self { place: Place::new(query, offset) }
    }

    /// What it asks. With the answers in [`Answers`](crate::Answers), or with a provider that has them at hand, it is
    /// completed; without some of them, it gives what it can.
    pub fn requests(&self) -> Vec<MetadataRequest> {
        let place = &self.place;
        let mut requests = Vec::new();
        let asks_for_labels = grouping::is_asked_for(place);
        if place.expects(Expected::Expression) && place.quote.is_none() && !asks_for_labels {
            requests.push(MetadataRequest::Metrics { selector: place.other_matchers() });
        }
        if place.expects(Expected::MatcherLabel) {
            requests.push(MetadataRequest::LabelNames { selector: place.other_matchers() });
        }
        if let Some(label) = place.expected.label.clone().filter(|_| place.expects(Expected::LabelValue)) {
            requests.push(MetadataRequest::LabelValues { label, selector: place.other_matchers() });
        }
        if asks_for_labels {
            let selectors = grouping::selectors(place).into_iter();
            requests.extend(selectors.map(|selector| MetadataRequest::LabelNames { selector }));
        }
        requests
    }

    /// The items, best first.
    pub fn complete(&self, provider: &dyn Provider) -> CompletionList {
        let place = &self.place;
        let mut out = Collector::new(values::typed(place), values::replace(place));
        if place.expects(Expected::LabelValue) {
            values::add(place, provider, &mut out);
        }
        if place.expects(Expected::MatcherLabel) {
            matcher_labels::add(place, provider, &mut out);
        }
        if grouping::is_asked_for(place) {
            grouping::add(place, provider, &mut out);
        }
        if place.quote.is_none() {
            self.add_unquoted(provider, &mut out);
        }
        out.finish()
    }

    /// What stands without quotes.
    fn add_unquoted(&self, provider: &dyn Provider, out: &mut Collector<'_>) {
        let place = &self.place;
        if place.expects(Expected::Expression) && !grouping::is_asked_for(place) {
            metrics::add(place, provider, out);
            functions::add(place, out);
            snippets::add(place, out);
        }
        numbers::add(place, out);
        if place.expects(Expected::Duration) {
            durations::add(place, out);
        }
        keywords::add(place, out);
    }
}
