//! Name resolution and type checking of PromQL into a typed tree.
