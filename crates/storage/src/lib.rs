//! The storage trait of Promenade and its in-memory store.
