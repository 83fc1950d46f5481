/** The language and the engine: loaded once, after the page is there, and known to the page as signals. */
import { signal } from "@preact/signals";
import { createEngine, type Engine, type Language, loadLanguage } from "./api";
import { notify } from "./state/notices";

/** `null` until the module has arrived; the editor works without it. */
export const language = signal<Language | null>(null);
/** `null` until the worker has started. */
export const engine = signal<Engine | null>(null);
/** Grows when the language is told of other data, so that findings are looked for anew. */
export const metadataVersion = signal(0);
/** Why the language or the engine cannot be had. */
export const failure = signal<string | null>(null);
/** Counts restarts of the worker: the data is the same, results are asked for anew. */
export const restarts = signal(0);

/** A stopped query ends its worker. That a new one was started is no news then. */
const STOPPED = /\bcancell?ed\b/;

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

let arrived: (language: Language) => void = () => undefined;
/** Resolved once the language has arrived; pending for ever where it cannot be had, which `failure` says. */
export const whenLanguage = new Promise<Language>((resolve) => {
  arrived = resolve;
});

async function startLanguage(): Promise<void> {
  try {
    const loaded = await loadLanguage();
    arrived(loaded);
    language.value = loaded;
  } catch (error) {
    failure.value = `The language module did not load: ${reason(error)}. Reload the page to try again.`;
  }
}

async function startEngine(): Promise<void> {
  try {
    engine.value = await createEngine({
      worker: true,
      onRestart: (why) => {
        if (STOPPED.test(why)) return;
        restarts.value += 1;
        notify(`The engine was started again with the same data: ${why}`, "error");
      },
    });
  } catch (error) {
    failure.value = `The engine did not start: ${reason(error)}. Reload the page to try again.`;
  }
}

/** Loads both. Errors become `failure`. */
export async function startToolkit(): Promise<void> {
  await Promise.all([startLanguage(), startEngine()]);
}
