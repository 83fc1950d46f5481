/** When a panel is evaluated. All values in milliseconds. */
import { extent } from "../data/sources";
import type { Panel } from "../state/panel";

export interface Times {
  startMs: number;
  endMs: number;
  stepMs: number;
}

/** Steps of a range query where none is given: enough for a wide screen. */
const STEPS = 250;
const SHORTEST_RANGE_MS = 60_000;

/** The panel's times, resolved against the loaded data. Read inside of an effect, it is followed. */
export function timesOf(panel: Panel): Times {
  const data = extent.value;
  const endMs = panel.endMs.value ?? data?.maxMs ?? Date.now();
  const whole = data ? Math.max(SHORTEST_RANGE_MS, data.maxMs - data.minMs) : 3_600_000;
  const rangeMs = panel.rangeMs.value ?? whole;
  const stepMs = panel.stepMs.value ?? autoStep(rangeMs);
  return { startMs: endMs - rangeMs, endMs, stepMs };
}

/** A 250th of the range, in whole seconds from a second on. */
function autoStep(rangeMs: number): number {
  return Math.max(1000, Math.round(rangeMs / STEPS / 1000) * 1000);
}
