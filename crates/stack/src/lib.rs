//! Deep recursion without overflow: the stack grows when little of it is left.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// Whether [`deeper`] can grow the stack. WebAssembly has one stack of fixed size.
pub const CAN_GROW: bool = cfg!(not(target_family = "wasm"));

/// The most stack that one step may use before the next call of [`deeper`].
#[cfg(not(target_family = "wasm"))]
const STEP_BYTES: usize = 256 << 10;

/// The size of a new stack segment, allocated when less than [`STEP_BYTES`] is left.
#[cfg(not(target_family = "wasm"))]
const SEGMENT_BYTES: usize = 4 << 20;

/// Runs one step of a recursion whose depth depends on its input, and grows the stack if needed.
#[inline]
pub fn deeper<T>(step: impl FnOnce() -> T) -> T {
    #[cfg(not(target_family = "wasm"))]
    return stacker::maybe_grow(STEP_BYTES, SEGMENT_BYTES, step);
    #[cfg(target_family = "wasm")]
    step()
}

/// Runs a recursion that does not call [`deeper`] on a stack of at least `n_bytes`.
pub fn with_bytes<T>(n_bytes: usize, recursion: impl FnOnce() -> T) -> T {
    #[cfg(not(target_family = "wasm"))]
    return stacker::maybe_grow(n_bytes, n_bytes.max(SEGMENT_BYTES), recursion);
    #[cfg(target_family = "wasm")]
    {
        let _ = n_bytes;
        recursion()
    }
}

/// A box for tree nodes. Dropping, cloning, comparing and printing a deep tree do not overflow the stack.
// Empty only while it is dropped.
pub struct TreeBox<T>(Option<Box<T>>);

const NEVER_EMPTY: &str = "a box is emptied where it ends";

impl<T> TreeBox<T> {
    /// A box around `value`.
    pub fn new(value: T) -> Self {
        Self(Some(Box::new(value)))
    }

    /// The value.
    #[allow(clippy::missing_panics_doc)] // the box is never empty here
    pub fn into_inner(mut self) -> T {
        *self.0.take().expect(NEVER_EMPTY)
    }
}

impl<T> Drop for TreeBox<T> {
    fn drop(&mut self) {
        if let Some(value) = self.0.take() {
            deeper(|| drop(value));
        }
    }
}

impl<T> Deref for TreeBox<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().expect(NEVER_EMPTY)
    }
}

impl<T> DerefMut for TreeBox<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().expect(NEVER_EMPTY)
    }
}

impl<T> AsRef<T> for TreeBox<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T> AsMut<T> for TreeBox<T> {
    fn as_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: Clone> Clone for TreeBox<T> {
    fn clone(&self) -> Self {
        deeper(|| Self(self.0.clone()))
    }
}

impl<T: PartialEq> PartialEq for TreeBox<T> {
    fn eq(&self, other: &Self) -> bool {
        deeper(|| self.0 == other.0)
    }
}

impl<T: fmt::Debug> fmt::Debug for TreeBox<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        deeper(|| (**self).fmt(f))
    }
}

impl<T: fmt::Display> fmt::Display for TreeBox<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        deeper(|| (**self).fmt(f))
    }
}

impl<T: Default> Default for TreeBox<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for TreeBox<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

#[cfg(feature = "serde")]
impl<T: serde::Serialize> serde::Serialize for TreeBox<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        deeper(|| (**self).serialize(serializer))
    }
}

#[cfg(feature = "serde")]
impl<'de, T: serde::Deserialize<'de>> serde::Deserialize<'de> for TreeBox<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deeper(|| T::deserialize(deserializer).map(Self::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq)]
    struct Chain(Option<TreeBox<Self>>);

    /// Tests run on a thread with a 2 MiB stack.
    #[test]
    fn deep_trees_take_no_more_stack_than_there_is() {
        let mut chain = Chain(None);
        for _ in 0..100_000 {
            chain = Chain(Some(chain.into()));
        }
        let copy = chain.clone();
        assert!(copy == chain);
        assert!(format!("{copy:?}").len() > 100_000);
    }
}
