/** What the page opens with: a link, files that are served or kept, else the node sample; and what it keeps in step. */
import { effect } from "@preact/signals";
import { unpack } from "./data/compress";
import { keep, kept } from "./data/opfs";
import { loadSample } from "./data/samples";
import { isServed, servedFiles } from "./data/served";
import { followData } from "./data/snapshot";
import { dataVersion, load, sources } from "./data/sources";
import { LESSONS } from "./examples";
import { panelsHash } from "./share";
import { type LinkData, readLink } from "./state/link";
import { notify } from "./state/notices";
import { panels, setPanels } from "./state/panels";
import { settings } from "./state/settings";

async function loadData(link: LinkData): Promise<void> {
  if (link.data) {
    const files = await unpack(link.data);
    const encode = new TextEncoder();
    return load(files.map(({ name, text }) => ({ name, kind: "link" as const, bytes: encode.encode(text) })));
  }
  if (link.sample && (await loadSample(link.sample))) return;
  const served = await servedFiles();
  if (served.length > 0) return load(served);
  const files = settings.keepFiles.peek() ? await kept() : [];
  if (files.length > 0) return load(files);
  await loadSample("node");
}

/** The first example, for a page that is opened without a query and with the sample that the example is about. */
function openFirst(): void {
  const panel = panels.peek()[0];
  const example = LESSONS[0]?.examples.at(-1);
  if (!panel || !example || isServed() || settings.keepFiles.peek()) return;
  panel.text.value = example.query;
  panel.tab.value = example.tab;
  panel.stacked.value = example.stacked ?? false;
}

/** Keeps the address in step with the panels, so that a reload and a copied address show the same. */
function followAddress(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const hash = panelsHash();
    dataVersion.value;
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A link with data keeps it until the data changes.
      const data = new URLSearchParams(location.hash.slice(1)).get("data");
      const isLinked = sources.peek().some(({ kind }) => kind === "link");
      const suffix = data && isLinked ? `&data=${data}` : "";
      globalThis.history.replaceState(null, "", `${location.pathname}#${hash}${suffix}`);
    }, 300);
  });
}

function followFiles(): void {
  effect(() => {
    dataVersion.value;
    if (!settings.keepFiles.value || sources.peek().length === 0) return;
    keep(sources.peek()).catch((error: unknown) => notify(`The browser did not keep the files: ${error}`, "error"));
  });
}

/** Reads the address, loads the data, and begins to follow both. */
export async function start(): Promise<void> {
  followData();
  const link = readLink(location.search, location.hash);
  // At once: what is typed while the data loads stays.
  if (link.panels.length > 0) setPanels(link.panels);
  else if (!link.data && !link.sample) openFirst();
  try {
    await loadData(link);
  } catch (error) {
    notify(error instanceof Error ? error.message : String(error), "error");
  }
  followAddress();
  // A link that is pasted into the address of this page; the page itself changes it without this event.
  addEventListener("hashchange", () => location.reload());
  followFiles();
}
