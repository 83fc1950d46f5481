//! Recursion over trees that may be deep: the stack grows where it would not suffice.

use std::fmt;
use std::ops::{Deref, DerefMut};

/// Whether [`deeper`] can make room. WebAssembly has one stack, whose size is fixed.
pub const CAN_GROW: bool = cfg!(not(target_family = "wasm"));

/// What a step of a recursion may take until it is at the next call of [`deeper`].
#[cfg(not(target_family = "wasm"))]
const STEP_BYTES: usize = 256 << 10;

/// What is added where less is left than a step may take.
#[cfg(not(target_family = "wasm"))]
const SEGMENT_BYTES: usize = 4 << 20;

/// Takes one step of a recursion that is as deep as its input, with stack enough for it.
#[inline]
pub fn deeper<T>(step: impl FnOnce() -> T) -> T {
    #[cfg(not(target_family = "wasm"))]
    return stacker::maybe_grow(STEP_BYTES, SEGMENT_BYTES, step);
    #[cfg(target_family = "wasm")]
    step()
}

/// Runs a recursion that knows nothing of [`deeper`] and needs as much stack as is said.
pub fn with_bytes<T>(n_bytes: usize, recursion: impl FnOnce() -> T) -> T {
    #[cfg(not(target_family = "wasm"))]
    return stacker::maybe_grow(n_bytes, n_bytes.max(SEGMENT_BYTES), recursion);
    #[cfg(target_family = "wasm")]
    {
        let _ = n_bytes;
        recursion()
    }
}

/// A box for the nodes of a tree. To drop, clone, compare or print the deepest tree takes no more stack than there is.
// It is empty only while it is dropped.
pub struct TreeBox<T>(Option<Box<T>>);

const NEVER_EMPTY: &str = "a box is emptied where it ends";

impl<T> TreeBox<T> {
    /// A box that holds a value.
    pub fn new(value: T) -> Self {
        Self(Some(Box::new(value)))
    }

    /// The value.
    #[allow(clippy::missing_panics_doc)] // it never does
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

    /// A test runs on a thread of 2 MiB.
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
