/** What rules give, as the module writes it. */

import type { RuleResult, RulesResult } from "./types.js";

interface RawSample {
  labels: Record<string, string>;
  value: string;
  state?: "pending" | "firing";
  annotations?: Record<string, string>;
}

type Raw = { errors: string[] } | { rules: (Omit<RuleResult, "samples"> & { samples: RawSample[] })[] };

/** The results of rules, or why their file is refused. */
export function rulesOf(text: string): RulesResult {
  const raw = JSON.parse(text) as Raw;
  if ("errors" in raw) return { ok: false, errors: raw.errors };
  const rules = raw.rules.map((rule) => ({
    ...rule,
    samples: rule.samples.map((sample) => ({ ...sample, value: number(sample.value) })),
  }));
  return { ok: true, rules };
}

/** A number as Prometheus writes it. */
function number(text: string): number {
  return text.endsWith("Inf") ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
}
