/** Work in the engine that can be given up. */

/** Stopping a query may end its worker, which then reads all data again, so superseded work gets a moment to end by itself. */
const GRACE_MS = 150;

export class Task {
  readonly #controller = new AbortController();
  #work: Promise<unknown> | null = null;

  /** Set once nobody waits for the result. */
  isSuperseded = false;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Starts the work, which is given the task's signal by its caller. */
  start<T>(work: Promise<T>): Promise<T> {
    const done = work.finally(() => {
      if (this.#work === done) this.#work = null;
    });
    this.#work = done;
    return done;
  }

  /** Stops the work at once. */
  stop(): void {
    if (this.#work) this.#controller.abort();
  }

  /** Gives the work up, because something newer is asked. */
  supersede(): void {
    this.isSuperseded = true;
    if (this.#work) setTimeout(() => this.stop(), GRACE_MS);
  }
}
