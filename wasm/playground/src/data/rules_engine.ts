/** The engine that reads rule files. Its module is larger, so it is loaded when the rules are opened, with the same data. */
import { effect, signal } from "@preact/signals";
import { createEngine, type Engine } from "../api";
import { sources } from "./sources";

/** `null` until it is there with the newest data. */
export const rulesEngine = signal<Engine | null>(null);
/** Why there is none. */
export const rulesFailure = signal<string | null>(null);

let made: Promise<Engine> | null = null;

async function withData(): Promise<Engine> {
  made ??= createEngine({ module: "files" });
  const engine = await made;
  await engine.clear();
  for (const { name, bytes } of sources.peek()) await engine.load(bytes, { name });
  return engine;
}

/** Keeps the engine in step with the data while the rules are shown. Returns how to stop. */
export function followRules(): () => void {
  return effect(() => {
    sources.value;
    rulesEngine.value = null;
    withData().then(
      (engine) => {
        if (engine.checkRules && engine.evaluateRules) rulesEngine.value = engine;
        else
          rulesFailure.value =
            "This build has no module for rule files. The command line has: promenade lint, promenade test.";
      },
      (error: unknown) => {
        made = null;
        rulesFailure.value = `The module for rule files did not load: ${error instanceof Error ? error.message : error}`;
      },
    );
  });
}
