/** When a panel is evaluated: range, end and step, each with what is taken where it is left empty. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { timesOf } from "../query/times";
import type { Panel } from "../state/panel";
import { settings } from "../state/settings";
import { formatDuration, parseDuration, roughDuration } from "../text/duration";
import { formatTime, parseTime } from "../text/time";
import { Button } from "./controls";

const RANGES = ["1m", "5m", "15m", "30m", "1h", "2h", "6h", "12h", "1d", "2d", "7d", "14d", "30d", "90d", "365d"].map(
  (text) => parseDuration(text) ?? 0,
);

interface TextProps<T> {
  label: ComponentChildren;
  /** As text; empty where nothing is set. */
  text: string;
  placeholder: string;
  className: string;
  help: string;
  parse: (text: string) => T | null;
  /** Empty text gives `null`. */
  onChange: (value: T | null) => void;
}

/** Text that is read when it is left or confirmed. Text that cannot be read is marked, and the value stays. */
function TextInput<T>({ label, text, placeholder, className, help, parse, onChange }: TextProps<T>) {
  const id = useId();
  const [typed, setTyped] = useState(text);
  const [wrong, setWrong] = useState(false);
  useEffect(() => {
    setTyped(text);
    setWrong(false);
  }, [text]);
  const commit = () => {
    if (typed === text) return;
    const isEmpty = typed.trim() === "";
    const parsed = isEmpty ? null : parse(typed);
    setWrong(!isEmpty && parsed === null);
    if (isEmpty || parsed !== null) onChange(parsed);
  };
  return (
    <>
      <label for={id}>{label}</label>
      <input
        id={id}
        class={className}
        value={typed}
        placeholder={placeholder}
        aria-invalid={wrong}
        title={wrong ? help : undefined}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
    </>
  );
}

interface DurationProps {
  label: string;
  value: number | null;
  fallback: number;
  onChange: (ms: number | null) => void;
}

function DurationInput({ label, value, fallback, onChange }: DurationProps) {
  return (
    <TextInput
      label={label}
      text={value === null ? "" : formatDuration(value)}
      placeholder={roughDuration(fallback)}
      className="duration"
      help="Write a duration such as 15s or 1h30m"
      parse={parseDuration}
      onChange={onChange}
    />
  );
}

function End({ panel, endMs, rangeMs }: { panel: Panel; endMs: number; rangeMs: number }) {
  const zone = settings.zone.value;
  const set = (ms: number | null) => {
    panel.endMs.value = ms;
  };
  const name = panel.tab.value === "graph" ? "End" : "Time";
  return (
    <span class="field">
      <Button label="Earlier" icon="back" compact kind="quiet" onClick={() => set(endMs - rangeMs / 2)} />
      <TextInput
        label={
          <>
            {name} <span class="hint">{zone === "utc" ? "UTC" : "local"}</span>
          </>
        }
        text={panel.endMs.value === null ? "" : formatTime(panel.endMs.value, zone)}
        placeholder={formatTime(endMs, zone)}
        className="time"
        help="Write a time such as 2026-11-23 08:12:29, or leave it empty for the newest sample"
        parse={(text) => parseTime(text, zone)}
        onChange={set}
      />
      <Button label="Later" icon="next" compact kind="quiet" onClick={() => set(endMs + rangeMs / 2)} />
      {panel.endMs.value !== null && (
        <Button label="Newest" kind="quiet" title="To the newest sample" onClick={() => set(null)} />
      )}
    </span>
  );
}

export function TimeControls({ panel }: { panel: Panel }) {
  const { startMs, endMs, stepMs } = timesOf(panel);
  const rangeMs = endMs - startMs;
  const widen = () => {
    panel.rangeMs.value = RANGES.find((range) => range > rangeMs) ?? rangeMs * 2;
  };
  const narrow = () => {
    panel.rangeMs.value = RANGES.findLast((range) => range < rangeMs) ?? Math.max(1000, rangeMs / 2);
  };
  const isGraph = panel.tab.value === "graph";
  return (
    <div class="times">
      {isGraph && (
        <span class="field">
          <Button label="Shorter range" icon="minus" compact kind="quiet" onClick={narrow} />
          <DurationInput
            label="Range"
            value={panel.rangeMs.value}
            fallback={rangeMs}
            onChange={(ms) => {
              panel.rangeMs.value = ms;
            }}
          />
          <Button label="Longer range" icon="plus" compact kind="quiet" onClick={widen} />
        </span>
      )}
      {isGraph && (
        <span class="field">
          <DurationInput
            label="Step"
            value={panel.stepMs.value}
            fallback={stepMs}
            onChange={(ms) => {
              panel.stepMs.value = ms;
            }}
          />
        </span>
      )}
      <End panel={panel} endMs={endMs} rangeMs={rangeMs} />
    </div>
  );
}
