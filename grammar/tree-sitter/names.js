// Generated from the catalogue by cargo xtask generate.

module.exports = {
  aggregators: [
    "avg", "bottomk", "count", "count_values", "group", "limit_ratio", "limitk", "max", "min", "quantile",
    "stddev", "stdvar", "sum", "topk",
  ],
  fills: [
    "fill", "fill_left", "fill_right",
  ],
};
