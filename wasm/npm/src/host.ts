/** Where an engine runs: a worker of a browser or of Node, or this thread. */

import { Core, type Calls } from "./core.js";
import { Trap, isNode, nodeModule } from "./instance.js";

/** A call, as it is sent to a worker. */
export interface Request {
  id: number;
  name: keyof Calls;
  args: unknown[];
}

/** What a worker is told first. */
export interface Start {
  start: {
    module: "engine" | "files";
    source: string | undefined;
    /** The id of the call that is to be stopped, where memory can be shared. */
    stopped: SharedArrayBuffer | undefined;
  };
}

/** What a worker says. `ready` comes first; `broken` says that the module cannot be loaded. */
export type Reply =
  | { ready: true }
  | { broken: string }
  | { id: number; value: unknown }
  | { id: number; trap: string }
  | { id: number; progress: number };

/** Something that makes calls. */
export interface Host {
  /**
   * Makes a call, and tells how much of it is done. The promise is rejected with a `Trap` if the module fails; the host is
   * not used again then.
   */
  call<K extends keyof Calls>(
    name: K,
    args: Parameters<Calls[K]>,
    onProgress?: (fraction: number) => void,
  ): Promise<ReturnType<Calls[K]>>;
  /** Stops what it does. */
  stop(): void;
  /** Whether the host must be replaced. */
  readonly isLost: boolean;
  /** Ends it at once, whatever it does. */
  end(): void;
}

/** A worker of a browser or of Node. */
interface Port {
  postMessage(message: unknown): void;
  terminate(): unknown;
  listen(message: (reply: Reply) => void, failure: (reason: string) => void): void;
}

/** How long a call that was asked to stop may go on before its worker is ended, in milliseconds. */
const PATIENCE_MS = 60;

/** A host in this thread. */
export async function ownThread(module: "engine" | "files", source?: string | URL): Promise<Host> {
  const core = await Core.load(module, source);
  return {
    call: (name, args, onProgress) => {
      const watch = (fraction: number) => {
        onProgress?.(fraction);
        return false;
      };
      return core.call(name, args, onProgress && watch);
    },
    stop() {},
    get isLost() {
      return core.isLost;
    },
    end() {},
  };
}

/** A host in a worker. */
export async function inWorker(module: "engine" | "files", source?: string | URL): Promise<Host> {
  const port = await makePort();
  const host = new WorkerHost(port);
  host.begin(module, source);
  try {
    await host.ready;
  } catch (error) {
    // Nobody else knows the worker.
    host.end();
    throw error;
  }
  return host;
}

async function makePort(): Promise<Port> {
  if (isNode()) return nodePort();
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  return {
    postMessage: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    listen(message, failure) {
      worker.onmessage = (event: MessageEvent<Reply>) => message(event.data);
      worker.onerror = (event) => failure(event.message || "the worker cannot be loaded");
    },
  };
}

interface NodeWorker {
  postMessage(message: unknown): void;
  terminate(): unknown;
  unref(): void;
  on(event: string, listener: (value: never) => void): void;
}

async function nodePort(): Promise<Port> {
  const threads = (await nodeModule("node:worker_threads")) as { Worker: new (url: URL) => NodeWorker };
  const worker = new threads.Worker(new URL("./worker.js", import.meta.url));
  return {
    postMessage: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    listen(message, failure) {
      worker.on("message", (reply: Reply) => message(reply));
      worker.on("error", (error: Error) => failure(error.message));
    },
  };
}

/** A call whose answer is not there yet. */
interface Waiting {
  done(value: unknown): void;
  failed(error: Error): void;
  onProgress: ((fraction: number) => void) | undefined;
}

class WorkerHost implements Host {
  isLost = false;
  readonly ready: Promise<void>;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private readonly stopped = sharedNumber();

  constructor(private readonly port: Port) {
    this.ready = new Promise((ready, broken) => {
      port.listen(
        (reply) => {
          if ("ready" in reply) ready();
          else if ("broken" in reply) broken(new Error(reply.broken));
          else this.hear(reply);
        },
        (reason) => {
          broken(new Error(reason));
          this.fail(reason);
        },
      );
    });
  }

  begin(module: "engine" | "files", source?: string | URL): void {
    const place = source === undefined ? undefined : String(source);
    const start: Start = { start: { module, source: place, stopped: this.stopped?.buffer } };
    this.port.postMessage(start);
  }

  call<K extends keyof Calls>(
    name: K,
    args: Parameters<Calls[K]>,
    onProgress?: (fraction: number) => void,
  ): Promise<ReturnType<Calls[K]>> {
    const id = ++this.lastId;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done: done as (value: unknown) => void, failed, onProgress });
      const request: Request = { id, name, args };
      this.port.postMessage(request);
    });
  }

  /** Asks the worker to stop where memory is shared, and ends it where it does not, or cannot be asked. */
  stop(): void {
    const id = this.lastId;
    if (!this.stopped) return this.end();
    Atomics.store(this.stopped, 0, id);
    setTimeout(() => this.waiting.has(id) && this.end(), PATIENCE_MS);
  }

  end(): void {
    this.isLost = true;
    this.port.terminate();
    this.fail("the worker was ended");
  }

  private hear(reply: Exclude<Reply, { ready: true } | { broken: string }>): void {
    const waiting = this.waiting.get(reply.id);
    if ("progress" in reply) return waiting?.onProgress?.(reply.progress);
    this.waiting.delete(reply.id);
    if ("trap" in reply) {
      this.isLost = true;
      this.port.terminate();
      waiting?.failed(new Trap(reply.trap));
    } else {
      waiting?.done(reply.value);
    }
  }

  private fail(reason: string): void {
    this.isLost = true;
    for (const { failed } of this.waiting.values()) failed(new Trap(reason));
    this.waiting.clear();
  }
}

/** A number that the worker sees too; none where pages are not isolated from others. */
function sharedNumber(): Int32Array<SharedArrayBuffer> | undefined {
  const isShared = typeof SharedArrayBuffer === "function" && (isNode() || globalThis.crossOriginIsolated);
  return isShared ? new Int32Array(new SharedArrayBuffer(4)) : undefined;
}
