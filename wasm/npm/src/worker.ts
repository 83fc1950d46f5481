/** The worker: an engine that is asked by messages. */

import { Core, type Calls, type Watch } from "./core.js";
import type { Reply, Request, Start } from "./host.js";
import { isNode, nodeModule } from "./instance.js";

/** What the worker speaks to. */
interface Parent {
  postMessage(reply: Reply, transfer: ArrayBuffer[]): void;
  listen(message: (data: Request | Start) => void): void;
}

async function parent(): Promise<Parent> {
  if (isNode()) {
    const { parentPort } = (await nodeModule("node:worker_threads")) as { parentPort: NodePort };
    return {
      postMessage: (reply, transfer) => parentPort.postMessage(reply, transfer),
      listen: (message) => parentPort.on("message", message),
    };
  }
  const scope = globalThis as unknown as BrowserScope;
  return {
    postMessage: (reply, transfer) => scope.postMessage(reply, transfer),
    listen: (message) => {
      scope.onmessage = (event) => message(event.data);
    },
  };
}

interface NodePort {
  postMessage(reply: Reply, transfer: ArrayBuffer[]): void;
  on(event: "message", listener: (data: Request | Start) => void): void;
}

interface BrowserScope {
  postMessage(reply: Reply, transfer: ArrayBuffer[]): void;
  onmessage: ((event: { data: Request | Start }) => void) | null;
}

/** The memory of the arrays of an answer, which goes to the page without a copy. */
function memoryOf(value: unknown): ArrayBuffer[] {
  if (typeof value !== "object" || value === null) return [];
  const arrays = Object.values(value).filter((part) => ArrayBuffer.isView(part));
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}

async function answer(core: Core, { id, name, args }: Request, watch: Watch): Promise<[Reply, ArrayBuffer[]]> {
  try {
    const value: unknown = await core.call(name, args as Parameters<Calls[typeof name]>, watch);
    return [{ id, value }, memoryOf(value)];
  } catch (error) {
    return [{ id, trap: error instanceof Error ? error.message : String(error) }, []];
  }
}

async function serve(): Promise<void> {
  const port = await parent();
  let core: Core | undefined;
  let stopped: Int32Array | undefined;
  const watch = (id: number) => (progress: number) => {
    port.postMessage({ id, progress }, []);
    return stopped !== undefined && Atomics.load(stopped, 0) === id;
  };
  port.listen((data) => {
    if ("start" in data) {
      stopped = data.start.stopped && new Int32Array(data.start.stopped);
      Core.load(data.start.module, data.start.source).then(
        (loaded) => {
          core = loaded;
          port.postMessage({ ready: true }, []);
        },
        (error: unknown) => port.postMessage({ broken: String(error) }, []),
      );
    } else if (core) {
      void answer(core, data, watch(data.id)).then(([reply, transfer]) => port.postMessage(reply, transfer));
    }
  });
}

void serve();
