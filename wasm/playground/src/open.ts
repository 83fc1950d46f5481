/** Opens examples and inserts metrics: what the side bar does to the active panel. */
import { loadSample } from "./data/samples";
import { sources } from "./data/sources";
import type { Example } from "./examples";
import { notify } from "./state/notices";
import { activePanel } from "./state/panels";

/** The sample that is loaded, if nothing else is. */
export function loadedSample(): string | null {
  const names = sources.value.map(({ name }) => name);
  if (sources.value.length === 0 || sources.value.some(({ kind }) => kind !== "sample")) return null;
  return names.includes("node.jsonl") ? "node" : "cluster";
}

/** Puts a query into the active panel. */
export function openQuery(text: string): void {
  const panel = activePanel();
  panel.focus.value = null;
  panel.text.value = text;
}

/** Shows an example with its sample; files of the user are replaced only by this. */
export async function openExample(example: Example): Promise<void> {
  const panel = activePanel();
  if (loadedSample() !== example.sample) {
    try {
      await loadSample(example.sample);
    } catch (error) {
      notify(`The sample did not load: ${error instanceof Error ? error.message : error}`, "error");
      return;
    }
  }
  panel.endMs.value = null;
  panel.rangeMs.value = null;
  panel.stepMs.value = null;
  panel.hidden.value = new Set();
  panel.stacked.value = example.stacked ?? false;
  panel.tab.value = example.tab;
  panel.tree.value = example.tree ?? false;
  openQuery(example.query);
}
