//! PromQL over data of your own: implement [`Storage::select`] and hand over columns.
//!
//! `cargo run -p promenade --example own_storage`
#![allow(clippy::print_stdout)] // it is a program

use std::sync::Arc;

use promenade::model::{FloatSamples, Matcher, TimestampMs};
use promenade::storage::{BoxFuture, SampleBuffer, Samples, SelectHints, Series, SeriesSet, StorageError, TimeRange};
use promenade::{Engine, EngineOptions, Labels, QueryError, Storage, labels};

/// Temperatures of rooms, one reading a minute.
struct Rooms(Vec<Arc<Room>>);

struct Room {
    labels: Labels,
    timestamps: Vec<TimestampMs>,
    values: Vec<f64>,
}

impl Series for Room {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn samples<'a>(&'a self, range: TimeRange, _: &'a mut SampleBuffer) -> Result<Samples<'a>, StorageError> {
        let from = self.timestamps.partition_point(|t| *t < range.start_ms);
        let to = self.timestamps.partition_point(|t| *t <= range.end_ms);
        let (timestamps, values) = (&self.timestamps[from..to], &self.values[from..to]);
        Ok(Samples { floats: FloatSamples { timestamps, values, start_timestamps: &[] }, ..Samples::default() })
    }
}

impl Storage for Rooms {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        _: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        let wanted = |room: &&Arc<Room>| matchers.iter().all(|m| m.matches(room.labels.get(m.name())));
        let series = self.0.iter().filter(wanted).map(|room| room.clone() as Arc<dyn Series>).collect();
        Box::pin(async { SeriesSet::new(series) })
    }
}

pub(crate) fn main() -> Result<(), QueryError> {
    let room = |name: &str, base: f64| Room {
        labels: labels! {"__name__" => "room_temperature_celsius", "room" => name},
        timestamps: (0..60).map(|minute| minute * 60_000).collect(),
        values: (0..60).map(|minute| base + f64::from(minute) / 60.0).collect(),
    };
    let rooms = Rooms(vec![Arc::new(room("kitchen", 20.0)), Arc::new(room("office", 22.0))]);
    let engine = Engine::new(EngineOptions::default());
    let result = engine.query(&rooms, "avg_over_time(room_temperature_celsius[30m]) > 21").at(3_540_000).wait()?;
    println!("{:?}", result.value);
    Ok(())
}
