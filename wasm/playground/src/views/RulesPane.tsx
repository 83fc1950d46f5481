/** A rule file: findings of its lints, and its rules evaluated over the loaded data. */
import { signal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import type { Diagnostic, RuleResult } from "../api";
import { followRules, rulesEngine, rulesFailure } from "../data/rules_engine";
import { extent } from "../data/sources";
import { position } from "../query/diagnose";
import { isString, persisted } from "../state/persisted";
import { counted, formatValue } from "../text/number";
import { Metric } from "./Metric";

const EXAMPLE = `groups:
  - name: example
    rules:
      - record: instance:http_requests:rate2m
        expr: sum by (instance) (rate(http_request_duration_seconds_count[2m]))
      - alert: HighMemory
        expr: 1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 0.1
        labels:
          severity: warning
        annotations:
          summary: "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its memory"
`;

const text = persisted("rules", EXAMPLE, isString);
const findings = signal<Diagnostic[]>([]);
const rules = signal<RuleResult[]>([]);

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
            <Metric labels={sample.labels} /> <span class="legend-value">{formatValue(sample.value)}</span>
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
  const time = extent.value?.maxMs ?? Date.now();
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const [found, evaluated] = await Promise.all([ready?.checkRules?.(yaml), ready?.evaluateRules?.(yaml, time)]);
      if (!isCurrent) return;
      findings.value = found ?? [];
      rules.value = evaluated ?? [];
    }, 250);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [ready, yaml, time]);
}

function FindingsList() {
  if (findings.value.length === 0) return <p class="hint">No findings.</p>;
  return (
    <ul class="finding-list">
      {findings.value.map((finding) => {
        const { line, column } = position(text.value, finding.from);
        return (
          <li key={`${finding.code} ${finding.from}`} class={`finding ${finding.severity}`}>
            <span class="severity">{finding.severity}</span> {line}:{column} {finding.message}{" "}
            <span class="code">{finding.code}</span>
          </li>
        );
      })}
    </ul>
  );
}

export function RulesPane() {
  const id = useId();
  useEffect(followRules, []);
  useRules();
  if (rulesFailure.value) return <p class="error-box calm">{rulesFailure.value}</p>;
  return (
    <section class="rules" aria-label="Rule file">
      <div>
        <label for={id}>Rule file</label>
        <textarea
          id={id}
          class="yaml"
          spellcheck={false}
          rows={24}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </div>
      <div>
        <h2>Findings</h2>
        <FindingsList />
        <h2>Rules at the newest sample</h2>
        <ul class="rule-list">
          {rules.value.map((rule) => (
            <RuleRow key={`${rule.group} ${rule.rule}`} rule={rule} />
          ))}
        </ul>
      </div>
    </section>
  );
}
