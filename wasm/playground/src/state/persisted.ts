/** Signals that are kept in the browser's local storage. Where storage is refused they live as long as the page. */
import { effect, type Signal, signal } from "@preact/signals";

const PREFIX = "promenade.";

function read(key: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A signal with the stored value, if `accept` says that it is one, else with `initial`. */
export function persisted<T>(key: string, initial: T, accept: (value: unknown) => value is T): Signal<T> {
  const stored = read(key);
  const value = signal<T>(accept(stored) ? stored : initial);
  effect(() => {
    const text = JSON.stringify(value.value);
    try {
      localStorage.setItem(PREFIX + key, text);
    } catch {
      // Private windows and full storage refuse; the setting still holds until the page is closed.
    }
  });
  return value;
}

export const isString = (value: unknown): value is string => typeof value === "string";
export const isBoolean = (value: unknown): value is boolean => typeof value === "boolean";
export const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString);

/** A guard for one of some strings. */
export function isOneOf<T extends string>(...values: T[]): (value: unknown) => value is T {
  return (value): value is T => values.includes(value as T);
}
