/** A rule file: findings of its lints, and its rules evaluated over the loaded data. */
import { signal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Diagnostic, RuleResult, RulesResult } from "../api";
import { followRules, rulesEngine, rulesFailure } from "../data/rules_engine";
import { extent } from "../data/sources";
import { isString, persisted } from "../state/persisted";
import { languageOptions } from "../state/settings";
import { counted, formatValue } from "../text/number";
import { Findings } from "./Findings";
import { Metric } from "./Metric";

const EXAMPLE = `groups:
  - name: requests
    interval: 30s
    rules:
      - record: handler:http_requests:rate2m
        expr: sum by (handler) (rate(http_request_duration_seconds_count[2m]))
      - alert: HighRate
        expr: handler:http_requests:rate2m > 2
        labels:
          severity: warning
        annotations:
          summary: "{{ $labels.handler }} answers {{ $value | humanize }} requests per second"
      - alert: RateForAnHour
        expr: handler:http_requests:rate2m > 0.8
        for: 1h
`;

const text = persisted("rules", EXAMPLE, isString);
/** What was found, and in which text. */
const findings = signal<{ text: string; found: Diagnostic[] }>({ text: "", found: [] });
const outcome = signal<RulesResult>({ ok: true, rules: [] });

function RuleRow({ rule }: { rule: RuleResult }) {
  return (
    <li class={`rule ${rule.state ?? ""}`}>
      <p class="rule-head">
        <span class="hint">{rule.group}</span> <strong>{rule.rule}</strong>
        <span class={`state ${rule.state ?? "record"}`}>
          {rule.state ?? counted(rule.samples.length, "series", "series")}
        </span>
      </p>
      {rule.error && <p class="node-error">{rule.error}</p>}
      <ul>
        {rule.samples.map((sample) => (
          <li key={JSON.stringify(sample.labels)}>
            <div class="join-sample">
              <Metric labels={sample.labels} />
              <span class="legend-value">{formatValue(sample.value)}</span>
            </div>
            {Object.entries(sample.annotations ?? {}).map(([name, value]) => (
              <p key={name} class="hint">
                {name}: {value}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </li>
  );
}

/** Checks and evaluates after each change. */
function useRules(): void {
  const ready = rulesEngine.value;
  const yaml = text.value;
  const options = languageOptions.value;
  const time = extent.value?.maxMs ?? Date.now();
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const [found, evaluated] = await Promise.all([
        ready?.checkRules?.(yaml),
        ready?.evaluateRules?.(yaml, time, options),
      ]);
      if (!isCurrent) return;
      findings.value = { text: yaml, found: found ?? [] };
      outcome.value = evaluated ?? { ok: true, rules: [] };
    }, 250);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [ready, yaml, options, time]);
}

function Outcome() {
  const result = outcome.value;
  if (!result.ok) {
    return (
      <div class="error-box" role="alert">
        <strong>The file is refused</strong>
        {result.errors.map((error) => (
          <p key={error}>{error}</p>
        ))}
      </div>
    );
  }
  return (
    <ul class="rule-list">
      {result.rules.map((rule) => (
        <RuleRow key={`${rule.group} ${rule.rule}`} rule={rule} />
      ))}
    </ul>
  );
}

export function RulesPane() {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(followRules, []);
  useRules();
  if (rulesFailure.value) return <p class="error-box calm">{rulesFailure.value}</p>;
  const { text: checked, found } = findings.value;
  return (
    <section class="rules" aria-label="Rule file">
      <div>
        <label for={id}>Rule file</label>
        <textarea
          ref={area}
          id={id}
          class="yaml"
          spellcheck={false}
          rows={24}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
        <Findings
          text={checked}
          kind="yaml"
          diagnostics={checked === text.value ? found : []}
          onApply={(next) => {
            text.value = next;
          }}
          onSelect={({ from, to }) => {
            area.current?.focus();
            area.current?.setSelectionRange(from, to);
          }}
        />
      </div>
      <div aria-busy={rulesEngine.value === null}>
        <h2>Rules at the newest sample</h2>
        <Outcome />
      </div>
    </section>
  );
}
