/** Links to the page as it is: panels, and the data where it is a sample or small. */
import { pack } from "./data/compress";
import { sources } from "./data/sources";
import { loadedSample } from "./open";
import { writeLink } from "./state/link";
import type { Panel, PanelOptions } from "./state/panel";
import { panels } from "./state/panels";

/** Longer links are cut by chat programs and mail. */
const LONGEST_DATA = 30_000;

/** What a panel is opened with again. */
export function optionsOf(panel: Panel): PanelOptions {
  return {
    text: panel.text.value,
    tab: panel.tab.value,
    endMs: panel.endMs.value,
    rangeMs: panel.rangeMs.value,
    stepMs: panel.stepMs.value,
    stacked: panel.stacked.value,
    log: panel.log.value,
    tree: panel.tree.value,
  };
}

/** The part of the link that follows the panels as they change; without data, which takes time to compress. */
export function panelsHash(): string {
  return writeLink({ panels: panels.value.map(optionsOf), sample: loadedSample(), data: null });
}

export interface Share {
  url: string;
  /** Why the data is not in the link, where it is not. */
  without: string | null;
}

const decoder = new TextDecoder("utf-8", { fatal: true });

async function packed(): Promise<string | null> {
  try {
    const files = sources.peek().map(({ name, bytes }) => ({ name, text: decoder.decode(bytes) }));
    const text = await pack(files);
    return text.length <= LONGEST_DATA ? text : null;
  } catch {
    // Arrow files are no text, and too large for a link.
    return null;
  }
}

/** A link with everything that fits. */
export async function share(): Promise<Share> {
  const sample = loadedSample();
  const base = location.href.replace(/[?#].*$/, "");
  const hasFiles = sample === null && sources.peek().length > 0;
  const data = hasFiles ? await packed() : null;
  const url = `${base}#${writeLink({ panels: panels.peek().map(optionsOf), sample, data })}`;
  const without = hasFiles && data === null ? "The data is too large for a link; send the files beside it." : null;
  return { url, without };
}
