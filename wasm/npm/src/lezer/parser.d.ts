/** The parser that `scripts/grammar.mjs` makes from grammar/lezer/promql.grammar. */
import type { LRParser } from "@lezer/lr";

/** Parses PromQL. Its dialect `grafana` accepts variables; its top rules are `PromQL` and `MetricName`. */
export const parser: LRParser;
