//! Randomness that is the same everywhere.

/// `SplitMix64` (Steele, Lea and Flood 2014): small, fast, and the same on every machine.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.bits().checked_rem(n as u64).unwrap_or_default() as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low).max(0) as usize + 1) as i64
    }

    /// A float from 0 to 1, 1 excluded.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }

    /// One of a list.
    ///
    /// # Panics
    /// Panics if the list is empty.
    pub fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }

    /// One of a list of small things.
    ///
    /// # Panics
    /// Panics if the list is empty.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// One of a list of texts.
    pub fn text<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    /// One of a list, each as often as its weight says.
    ///
    /// # Panics
    /// Panics if the weights have no sum.
    pub fn weighted<T: Copy>(&mut self, list: &[(usize, T)]) -> T {
        let mut at = self.below(list.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in list {
            match at.checked_sub(*weight) {
                Some(rest) => at = rest,
                None => return *item,
            }
        }
        unreachable!("the place is below the sum of the weights")
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_same_seed_gives_the_same() {
        let draw = || {
            let mut random = Random::new(7);
            (random.bits(), random.below(10), random.between(-3, 3), random.weighted(&[(1, 'a'), (2, 'b')]))
        };
        assert_eq!(draw(), draw());
    }

    #[test]
    fn weights_decide_how_often() {
        let mut random = Random::new(1);
        let n = (0..10_000).filter(|_| random.weighted(&[(0, 'c'), (1, 'a'), (3, 'b')]) == 'b').count();
        assert!((7_300..7_700).contains(&n), "{n}");
        assert!((0..1_000).all(|_| (-2..=2).contains(&random.between(-2, 2))));
        assert!((0..1_000).all(|_| (0.0..1.0).contains(&random.unit())));
    }
}
