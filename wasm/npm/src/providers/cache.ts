/** Answers that are kept for some time. Requests for the same answer share one promise. */

interface Entry<T> {
  value: Promise<T>;
  until: number;
}

export class Cache<T> {
  private readonly entries = new Map<string, Entry<T>>();

  /** `maxAgeMs` is how long an answer is kept, `maxEntries` how many are. */
  constructor(
    private readonly maxAgeMs: number,
    private readonly maxEntries = 500,
  ) {}

  /** The answer for a key, or what `make` gives. An answer that fails is not kept. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const found = this.entries.get(key);
    if (found !== undefined && found.until > Date.now()) return found.value;
    const value = make();
    this.set(key, value);
    value.catch(() => this.entries.get(key)?.value === value && this.entries.delete(key));
    return value;
  }

  /** Keeps an answer. The oldest is dropped where there are too many. */
  set(key: string, value: Promise<T>): void {
    this.entries.delete(key);
    this.entries.set(key, { value, until: Date.now() + this.maxAgeMs });
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.maxEntries && !oldest.done) this.entries.delete(oldest.value);
  }

  clear(): void {
    this.entries.clear();
  }
}
