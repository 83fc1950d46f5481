//! Files that hold queries: where each query stands, and how to change it and nothing else.
