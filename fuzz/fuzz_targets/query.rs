//! Any query over a small store is answered or refused, soon, and with little memory.
#![no_main]

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use promenade::{Engine, EngineOptions, Features, MemoryStorage, TimedQuery};
use promenade_fuzz::memory::{Counting, peak_of};
use promenade_fuzz::store::{STEP_MS, stores};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a query may take.
const MAX_BYTES: u64 = 8 << 20;

/// What it may take really: a fifth more, and what belongs to its text, its threads and small things.
const MAX_REAL_BYTES: usize = (MAX_BYTES + MAX_BYTES / 5 + (2 << 20)) as usize;
const MAX_BYTES_OF_TEXT: usize = 4096;

const TIMEOUT: Duration = Duration::from_secs(2);

/// How long after its timeout a query must have ended; the machine may be busy.
const MAX_TIME: Duration = Duration::from_secs(8);

static STORES: LazyLock<Vec<MemoryStorage>> = LazyLock::new(stores);
static ENGINES: LazyLock<[Engine; 4]> = LazyLock::new(|| {
    let all = Features::all();
    [
        engine(all, true),
        engine(Features { delayed_name_removal: false, use_start_timestamps: false, ..all }, true),
        engine(all, false),
        engine(Features { type_and_unit_labels: true, ..all }, true),
    ]
});

/// Times of a query and its text. The bytes of an input are: engine and store, start, number of steps, step, text.
#[derive(Debug)]
struct Input<'a> {
    engine_idx: usize,
    store_idx: usize,
    start_ms: i64,
    /// None for an instant query.
    n_steps: Option<i64>,
    step_ms: i64,
    text: &'a str,
}

impl<'a> Arbitrary<'a> for Input<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let [engine, start, n_steps, step] = u.arbitrary::<[u8; 4]>()?;
        let (start, n_steps, step) = (usize::from(start), usize::from(n_steps), usize::from(step));
        const STARTS: [i64; 8] = [0, -1, i64::MAX, i64::MIN, i64::MAX - 1_000_000, -1_000_000_000_000, 1 << 53, 1];
        const STEPS: [i64; 8] = [1, 1000, STEP_MS, 60_000, 86_400_000, i64::MAX / 2, 7, 300_000];
        const COUNTS: [i64; 8] = [0, 1, 2, 11_000, 1_000_000_000, i64::MAX, 3, 50];
        let bytes = u.bytes(u.len())?;
        let valid = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
        Ok(Self {
            engine_idx: usize::from(engine) % ENGINES.len(),
            store_idx: usize::from(engine) / ENGINES.len() % STORES.len(),
            start_ms: STARTS.get(start).copied().unwrap_or(start as i64 * 3_333),
            n_steps: (n_steps >= 64).then(|| COUNTS.get(n_steps - 64).copied().unwrap_or(n_steps as i64 - 64)),
            step_ms: STEPS.get(step).copied().unwrap_or(step as i64 * 1_000),
            text: std::str::from_utf8(&bytes[..valid]).expect("valid up to here"),
        })
    }
}

fuzz_target!(|input: Input<'_>| {
    let begin = Instant::now();
    let ((), peak) = peak_of(|| run(&input));
    let time = begin.elapsed();
    let limit = MAX_REAL_BYTES + MAX_BYTES_OF_TEXT * input.text.len();
    assert!(peak < limit, "{peak} bytes of memory: {input:?}");
    assert!(time < MAX_TIME, "{time:?}: {input:?}");
});

fn run(input: &Input<'_>) {
    let query = ENGINES[input.engine_idx].query(&STORES[input.store_idx], input.text);
    let prepared: TimedQuery<_> = match input.n_steps {
        None => query.at(input.start_ms),
        Some(n) => {
            let end_ms = input.start_ms.saturating_add(n.saturating_mul(input.step_ms));
            query.range(input.start_ms, end_ms, input.step_ms)
        }
    };
    match prepared.wait() {
        Ok(result) => {
            assert!(result.stats.peak_bytes <= MAX_BYTES, "the budget is kept");
            drop(format!("{:?}", result.annotations));
        }
        Err(error) => drop(error.to_string()),
    }
}

fn engine(features: Features, optimize: bool) -> Engine {
    Engine::new(EngineOptions::default().features(features).max_samples(1_000_000).max_bytes(MAX_BYTES).timeout(Some(TIMEOUT)).threads(Some(1)).optimize(optimize))
}
