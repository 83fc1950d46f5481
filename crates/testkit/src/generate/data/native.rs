//! Native histograms as scripts write them.

use std::fmt::Write as _;

use super::floats::number;
use super::script::GAP;
use crate::generate::Random;

/// What a series of native histograms is like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Whether it has custom bounds in place of a schema.
    pub custom: bool,
    /// Whether it is a gauge, which goes up and down.
    pub gauge: bool,
    /// In so many of a hundred steps the layout changes.
    pub relayout: usize,
    /// In so many of a hundred steps the counts begin again.
    pub reset: usize,
    /// In so many of a hundred steps there is no sample, a stale marker, or something odd.
    pub odd: usize,
}

/// Layout and counts of the histogram that is growing.
struct State {
    schema: i64,
    bounds: Vec<f64>,
    offset: i64,
    positive: Vec<i64>,
    n_offset: i64,
    negative: Vec<i64>,
    zero_width: f64,
    zero: i64,
    sum: f64,
}

const BOUNDS: &[&[f64]] = &[
    &[0.1, 0.5, 1.0, 2.5],
    &[0.5, 10.0],
    &[0.25, 0.5, 1.0, 5.0],
    &[1.0],
    &[-1.0, 0.0, 1.0],
    &[0.1, 0.5, 1.0],
    &[2.0, 4.0, 8.0],
];

/// The samples of a series.
pub(super) fn histograms(random: &mut Random, n: usize, shape: Shape) -> Vec<String> {
    let mut state = State::draw(random, shape);
    let one = |_| {
        if random.percent(shape.relayout) {
            state.relayout(random, shape);
        }
        state.advance(random, shape);
        match random.below(100) {
            x if x < shape.odd => GAP.to_owned(),
            x if x < shape.odd + shape.odd / 3 => "stale".to_owned(),
            x if x < shape.odd * 2 => state.oddity(random, shape),
            _ => state.text(shape, ""),
        }
    };
    (0..n).map(one).collect()
}

/// A series whose samples are floats and histograms in turn.
pub(super) fn mixed(random: &mut Random, n: usize, shape: Shape) -> Vec<String> {
    let (histograms, mut value) = (histograms(random, n, shape), 0.0);
    let mut is_float = random.percent(50);
    let pick = |histogram| {
        is_float ^= random.percent(25);
        value += random.unit() * 10.0;
        if is_float { number(value) } else { histogram }
    };
    histograms.into_iter().map(pick).collect()
}

impl State {
    fn draw(random: &mut Random, shape: Shape) -> Self {
        let mut state = Self {
            schema: 0,
            bounds: Vec::new(),
            offset: 0,
            positive: Vec::new(),
            n_offset: 0,
            negative: Vec::new(),
            zero_width: 0.0,
            zero: 0,
            sum: 0.0,
        };
        state.relayout(random, shape);
        state
    }

    /// Another schema, other bounds, another offset, or another zero bucket.
    fn relayout(&mut self, random: &mut Random, shape: Shape) {
        let counts = |random: &mut Random, n: usize| (0..n).map(|_| random.between(0, 6)).collect();
        if shape.custom {
            self.bounds = random.of(BOUNDS).to_vec();
            self.positive = counts(random, self.bounds.len() + 1);
            return;
        }
        self.schema = random.weighted(&[(1, -4), (1, -1), (4, 0), (3, 1), (2, 2), (1, 3), (1, 8)]);
        self.offset = random.between(-3, 3);
        self.n_offset = random.between(-2, 2);
        (self.zero_width, self.zero) = match random.below(4) {
            0 => (0.0, 0),
            1 => (0.5, random.between(0, 3)),
            2 => (0.01, 0),
            _ => (0.001, random.between(0, 4)),
        };
        let (n_positive, n_negative) = (random.below(6), if random.percent(40) { random.below(4) } else { 0 });
        self.positive = counts(random, n_positive);
        self.negative = counts(random, n_negative);
    }

    fn advance(&mut self, random: &mut Random, shape: Shape) {
        let resets = random.percent(shape.reset);
        let all = self.positive.iter_mut().chain(&mut self.negative).chain(Some(&mut self.zero));
        for count in all {
            *count = match () {
                () if resets => random.between(0, 2),
                () if shape.gauge => (*count + random.between(-3, 3)).max(0),
                () => *count + random.weighted(&[(3, 0), (2, 1), (2, 3), (1, 10)]),
            };
        }
        if self.zero_width == 0.0 {
            self.zero = 0;
        }
        if !self.negative.is_empty() || shape.gauge || random.percent(5) {
            self.sum += (random.unit() - 0.4) * 10.0;
        } else {
            self.sum += random.unit() * 20.0;
        }
    }

    fn n_observations(&self) -> i64 {
        self.positive.iter().chain(&self.negative).sum::<i64>() + self.zero
    }

    /// A histogram with something that is allowed and rare.
    fn oddity(&self, random: &mut Random, shape: Shape) -> String {
        match random.below(6) {
            0 => "{{}}".to_owned(),
            1 => self.text(shape, " counter_reset_hint:reset"),
            2 => self.text(shape, " counter_reset_hint:not_reset"),
            3 => self.text(shape, " counter_reset_hint:gauge"),
            4 if shape.custom => "{{schema:-53 sum:1 count:1 custom_values:[0.5] buckets:[1]}}".to_owned(),
            4 => "{{schema:0 sum:NaN count:9 buckets:[1 2 3]}}".to_owned(),
            _ => "{{schema:0 sum:Inf count:4 z_bucket:1 z_bucket_w:0.001 buckets:[1 0 0 2]}}".to_owned(),
        }
    }

    fn text(&self, shape: Shape, hint: &str) -> String {
        let mut text = format!("{{{{schema:{}", if shape.custom { -53 } else { self.schema });
        let sum = number(self.sum);
        let _ = write!(text, " sum:{sum} count:{}", self.n_observations());
        if shape.custom {
            let bounds: Vec<_> = self.bounds.iter().map(ToString::to_string).collect();
            let _ = write!(text, " custom_values:[{}]", bounds.join(" "));
        } else {
            if self.zero_width > 0.0 {
                let _ = write!(text, " z_bucket:{} z_bucket_w:{}", self.zero, self.zero_width);
            }
            push_side(&mut text, "n_offset", "n_buckets", self.n_offset, &self.negative);
            push_side(&mut text, "offset", "buckets", self.offset, &self.positive);
        }
        if shape.custom {
            push_side(&mut text, "offset", "buckets", 0, &self.positive);
        }
        let gauge = if shape.gauge && hint.is_empty() { " counter_reset_hint:gauge" } else { hint };
        text + gauge + "}}"
    }
}

fn push_side(text: &mut String, offset_key: &str, key: &str, offset: i64, counts: &[i64]) {
    if counts.is_empty() {
        return;
    }
    if offset != 0 {
        let _ = write!(text, " {offset_key}:{offset}");
    }
    let counts: Vec<_> = counts.iter().map(ToString::to_string).collect();
    let _ = write!(text, " {key}:[{}]", counts.join(" "));
}
