/** The parser that `scripts/grammar.mjs` makes from grammar/lezer/promql.grammar. */
import type { LRParser } from "@lezer/lr";

/**
 * Parses PromQL. The dialect `grafana` accepts variables, `utf8` names with dots and letters beyond ASCII. The top rules are `PromQL`
 * and `MetricName`.
 */
export const parser: LRParser;
