//! Floats as the bits in which they differ from the float before.

use super::bits::BitReader;
use crate::Corruption;

/// Bits of the number of leading zeros, and of the number of bits behind them.
const LEADING_SIZE: usize = 5;
const WINDOW_SIZE: usize = 11;

/// Where the bits lie in which a float differs from the one before: it is used again until another is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    /// Number of the bits, 1 to 64.
    size: u8,
    /// Number of zeros behind them.
    trailing: u8,
}

impl Default for Window {
    /// All bits.
    fn default() -> Self {
        Self { size: 64, trailing: 0 }
    }
}

impl Window {
    /// The next difference, in the window that is known.
    #[inline]
    pub(super) fn read(self, bits: &mut BitReader<'_>) -> u64 {
        bits.read(usize::from(self.size)) << self.trailing
    }

    /// A new window.
    ///
    /// # Errors
    /// Returns an error if it has more than 64 bits.
    #[inline]
    pub(super) fn read_new(&mut self, bits: &mut BitReader<'_>) -> Result<(), Corruption> {
        let word = bits.peek();
        let leading = (word >> (64 - LEADING_SIZE)) as u8;
        let size = (word >> (64 - WINDOW_SIZE)) as u8 & 0x3f;
        let size = if size == 0 { 64 } else { size };
        let Some(trailing) = 64_u8.checked_sub(leading + size) else {
            return Err(bits.corruption("a float differs in more than 64 bits from the one before"));
        };
        bits.skip(WINDOW_SIZE);
        *self = Self { size, trailing };
        Ok(())
    }
}

/// A float with the window of its differences.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct XorValue {
    /// The bits of the float.
    pub(super) value: u64,
    window: Window,
}

impl XorValue {
    /// A float, all of it.
    pub(super) fn first(bits: &mut BitReader<'_>) -> Self {
        Self { value: bits.read(64), window: Window::default() }
    }

    /// The float.
    #[inline]
    pub(super) fn get(&self) -> f64 {
        f64::from_bits(self.value)
    }

    /// The next float: `0` where it is the same, `10` in the same window, `11` in a new one.
    #[inline]
    pub(super) fn read_next(&mut self, bits: &mut BitReader<'_>) -> Result<(), Corruption> {
        match bits.peek() >> 62 {
            0 | 1 => {
                bits.skip(1);
                return Ok(());
            }
            2 => bits.skip(2),
            _ => {
                bits.skip(2);
                self.window.read_new(bits)?;
            }
        }
        self.value ^= self.window.read(bits);
        Ok(())
    }
}
