/** Queries that were run, newest first, without repeats. */
import { isStrings, persisted } from "./persisted";

const LONGEST = 100;

export const history = persisted("history", [], isStrings);

/** Puts a query first. */
export function remember(text: string): void {
  const query = text.trim();
  if (query === "" || history.peek()[0] === query) return;
  history.value = [query, ...history.peek().filter((other) => other !== query)].slice(0, LONGEST);
}
