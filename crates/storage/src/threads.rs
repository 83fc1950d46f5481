//! Bounds on stores that apply only if queries run on several threads.

/// [`Send`] with the feature `threads`, any type without it: a store in a browser may hold JavaScript values.
#[cfg(feature = "threads")]
pub trait MaybeSend: Send {}
#[cfg(feature = "threads")]
impl<T: Send + ?Sized> MaybeSend for T {}

/// [`Send`] with the feature `threads`, any type without it: a store in a browser may hold JavaScript values.
#[cfg(not(feature = "threads"))]
pub trait MaybeSend {}
#[cfg(not(feature = "threads"))]
impl<T: ?Sized> MaybeSend for T {}

/// [`Sync`] with the feature `threads`, and any type without it.
#[cfg(feature = "threads")]
pub trait MaybeSync: Sync {}
#[cfg(feature = "threads")]
impl<T: Sync + ?Sized> MaybeSync for T {}

/// [`Sync`] with the feature `threads`, and any type without it.
#[cfg(not(feature = "threads"))]
pub trait MaybeSync {}
#[cfg(not(feature = "threads"))]
impl<T: ?Sized> MaybeSync for T {}
