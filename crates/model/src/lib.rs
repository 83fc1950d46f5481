//! Labels, matchers, samples, native histograms and annotations of PromQL.
