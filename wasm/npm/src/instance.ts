/** Instances of the modules, and what happens to one that has trapped. */

import type { ModuleSource } from "./types.js";

/** What the glue of a module has, as wasm-bindgen writes it. */
interface Glue {
  default(options: { module_or_path: unknown }): Promise<unknown>;
  __wbg_reset_state(): void;
  panicMessage(): string;
}

/** A failure of the module. Its instance is not used again. */
export class Trap extends Error {}

/** The instance of a module. All that was made in it is lost when it is replaced, as `epoch` says. */
export class Instance<G extends Glue> {
  /** How often the instance was replaced. */
  epoch = 0;

  private constructor(readonly glue: G) {}

  /** Loads a module once; later calls give the same instance, whatever their source. */
  static async load<G extends Glue>(glue: G, name: string, source?: ModuleSource): Promise<Instance<G>> {
    await glue.default({ module_or_path: await bytesInNode(name, source) });
    return new Instance(glue);
  }

  /** Calls into the module. An exception out of it becomes a `Trap`, and the instance is replaced. */
  call<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      const message = this.reason(error);
      this.epoch += 1;
      this.glue.__wbg_reset_state();
      throw new Trap(message);
    }
  }

  private reason(error: unknown): string {
    let panic = "";
    try {
      panic = this.glue.panicMessage();
    } catch {
      // The instance is beyond that: what JavaScript says must do.
    }
    return panic || String(error instanceof Error ? error.message : error);
  }
}

/** What Node's `fetch` does not read: a file, which is the default. */
async function bytesInNode(name: string, source?: ModuleSource): Promise<unknown> {
  const place = source ?? new URL(`./raw/${name}_bg.wasm`, import.meta.url);
  if (!isNode() || !(place instanceof URL || typeof place === "string") || !String(place).startsWith("file:")) {
    return source;
  }
  const fs = (await nodeModule("node:fs/promises")) as { readFile(path: URL): Promise<Uint8Array> };
  return fs.readFile(new URL(place));
}

/** Whether this is Node, where a worker is one of `node:worker_threads` and files are not fetched. */
export function isNode(): boolean {
  const process = (globalThis as { process?: { versions?: { node?: string } } }).process;
  return process?.versions?.node !== undefined;
}

/** A module of Node, by a name that bundlers do not follow. */
export function nodeModule(name: string): Promise<unknown> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ name);
}
