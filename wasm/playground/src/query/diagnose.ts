/** What is wrong or doubtful in a query: errors, and findings of lints that are not switched off. */
import type { Diagnostic, Language, LanguageOptions } from "../api";

function lintsOff(disabled: readonly string[]): Record<string, "off"> {
  return Object.fromEntries(disabled.map((code) => [code, "off"]));
}

/** All diagnostics in the order of the text; errors before what else is at the same place. */
export function diagnose(
  language: Language,
  text: string,
  options: LanguageOptions,
  disabled: readonly string[],
): Diagnostic[] {
  if (text.trim() === "") return [];
  const found = language.lint(text, { ...options, lints: lintsOff(disabled) });
  return found.sort((a, b) => a.from - b.from || rank(a) - rank(b));
}

const RANKS = ["error", "warning", "info"];
const rank = (diagnostic: Diagnostic) => RANKS.indexOf(diagnostic.severity);

/** The text after edits, which do not overlap. */
export function applyEdits(text: string, edits: readonly { from: number; to: number; insert: string }[]): string {
  let out = text;
  for (const edit of [...edits].sort((a, b) => b.from - a.from)) {
    out = out.slice(0, edit.from) + edit.insert + out.slice(edit.to);
  }
  return out;
}

/** Line and column of an offset, both from 1. */
export function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The lines that differ between two texts, without those that both begin and end with. */
export function changedLines(before: string, after: string): { removed: string; added: string } {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  return {
    removed: old.slice(start, old.length - end).join("\n"),
    added: now.slice(start, now.length - end).join("\n"),
  };
}
