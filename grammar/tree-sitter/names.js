// Generated from the catalogue by cargo xtask generate.

module.exports = {
  aggregators: [
    "avg", "bottomk", "count", "count_values", "group", "limit_ratio", "limitk", "max", "min", "quantile",
    "stddev", "stdvar", "sum", "topk",
  ],
  grouping: [
    "by", "without", "on", "ignoring", "group_left", "group_right",
  ],
  modifiers: [
    "bool", "offset", "anchored", "smoothed",
  ],
  fills: [
    "fill", "fill_left", "fill_right",
  ],
  durationFunctions: [
    "step", "range", "max_of", "min_of",
  ],
  operatorWords: [
    "unless", "atan2", "and", "or",
  ],
};
