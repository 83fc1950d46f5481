//! Writing scalars.
