/** Match groups of a binary operator between vectors: which series of both sides meet, which do not, and why it fails. */
import type { Language, TreeNode } from "../api";
import { type Labels, labelName } from "../text/labels";

export interface Matching {
  operator: string;
  /** `null`: all labels but the name. */
  mode: "on" | "ignoring" | null;
  labels: string[];
  group: "left" | "right" | null;
  isSet: boolean;
}

export interface Match {
  labels: Labels;
  left: Labels[];
  right: Labels[];
  state: "matched" | "left only" | "right only" | "many on both sides" | "needs group_left" | "needs group_right";
}

/** What to change so that a many-to-many match is none: the text to insert after the operator, or advice. */
export interface JoinFix {
  title: string;
  from: number;
  to: number;
  insert: string;
}

const SETS = new Set(["and", "or", "unless"]);

/** Reads the operator and its modifiers from the tokens between both sides. */
export function readMatching(language: Language, text: string, left: TreeNode, right: TreeNode): Matching {
  const between = text.slice(left.to, right.from);
  const words = language
    .tokens(text)
    .filter((token) => token.from >= left.to && token.to <= right.from && token.kind !== "comment")
    .map((token) => text.slice(token.from, token.to));
  const operator = words.find((word) => !/^[()]$/.test(word)) ?? between.trim();
  const matching: Matching = { operator, mode: null, labels: [], group: null, isSet: SETS.has(operator.toLowerCase()) };
  let list: string[] = [];
  for (const word of words.slice(words.indexOf(operator) + 1)) {
    const lower = word.toLowerCase();
    if (lower === "on" || lower === "ignoring") {
      matching.mode = lower;
      list = matching.labels;
    } else if (lower === "group_left" || lower === "group_right") {
      matching.group = lower === "group_left" ? "left" : "right";
      list = [];
    } else if (/^["']/.test(word)) list.push(word.slice(1, -1));
    else if (/^[a-zA-Z_]/.test(word) && lower !== "bool") list.push(word);
  }
  return matching;
}

function keyLabels(labels: Labels, matching: Matching): Labels {
  const kept = Object.entries(labels).filter(([name]) => {
    if (matching.mode === "on") return matching.labels.includes(name);
    return name !== "__name__" && !(matching.mode === "ignoring" && matching.labels.includes(name));
  });
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function stateOf(matching: Matching, left: number, right: number): Match["state"] {
  if (right === 0) return "left only";
  if (left === 0) return "right only";
  if (matching.isSet || (left === 1 && right === 1)) return "matched";
  if (left > 1 && right > 1) return "many on both sides";
  if (left > 1)
    return matching.group === "left"
      ? "matched"
      : matching.group === "right"
        ? "many on both sides"
        : "needs group_left";
  return matching.group === "right"
    ? "matched"
    : matching.group === "left"
      ? "many on both sides"
      : "needs group_right";
}

/** The match groups: those that fail first, then matches, then what meets nothing. */
export function matchGroups(matching: Matching, left: readonly Labels[], right: readonly Labels[]): Match[] {
  const groups = new Map<string, { labels: Labels; left: Labels[]; right: Labels[] }>();
  const add = (side: "left" | "right", labels: Labels) => {
    const key = keyLabels(labels, matching);
    const id = JSON.stringify(key);
    const group = groups.get(id) ?? { labels: key, left: [], right: [] };
    group[side].push(labels);
    groups.set(id, group);
  };
  for (const labels of left) add("left", labels);
  for (const labels of right) add("right", labels);
  const order = ["many on both sides", "needs group_left", "needs group_right", "matched", "left only", "right only"];
  return [...groups.values()]
    .map((group) => ({ ...group, state: stateOf(matching, group.left.length, group.right.length) }))
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

/** Labels that both sides have, and that differ between the series of one side of a failing group. */
function tellingLabels(groups: readonly Match[]): string[] {
  const names = new Set<string>();
  for (const group of groups) {
    const shared = Object.keys(group.left[0] ?? {}).filter(
      (name) => name !== "__name__" && group.right.some((r) => name in r),
    );
    for (const name of shared) {
      if (new Set(group.left.map((labels) => labels[name])).size > 1) names.add(name);
      if (new Set(group.right.map((labels) => labels[name])).size > 1) names.add(name);
    }
  }
  return [...names].sort();
}

function operatorRange(text: string, left: TreeNode, matching: Matching): { after: number; end: number } {
  const after = text.toLowerCase().indexOf(matching.operator.toLowerCase(), left.to) + matching.operator.length;
  const modifier = /^\s*(bool\b)?\s*(?:(?:on|ignoring)\s*\([^)]*\))?/i.exec(text.slice(after))?.[0].length ?? 0;
  return { after, end: after + modifier };
}

/** The change that makes a failing match succeed, where there is one. */
export function joinFix(text: string, left: TreeNode, matching: Matching, groups: readonly Match[]): JoinFix | null {
  const failing = groups.filter((group) => group.state !== "matched" && !group.state.endsWith("only"));
  if (failing.length === 0 || matching.isSet) return null;
  const { after, end } = operatorRange(text, left, matching);
  const many = failing.some((group) => group.state === "many on both sides");
  if (!many) {
    const side = failing[0]?.state === "needs group_right" ? "group_right" : "group_left";
    if (failing.some((group) => group.state !== failing[0]?.state)) return null;
    const on = matching.mode === null ? " ignoring ()" : "";
    return {
      title: `Add ${side}: one side has several series for each of the other`,
      from: end,
      to: end,
      insert: `${on} ${side}`,
    };
  }
  const telling = tellingLabels(failing).filter((name) =>
    matching.mode === "on" ? !matching.labels.includes(name) : true,
  );
  if (telling.length === 0 || matching.mode === null) return null;
  const names =
    matching.mode === "on"
      ? [...matching.labels, ...telling]
      : matching.labels.filter((name) => !telling.includes(name));
  const list = `${matching.mode} (${names.map(labelName).join(", ")})`;
  const bool = /^\s*bool\b/i.exec(text.slice(after))?.[0] ?? "";
  return {
    title: `Match by ${telling.join(", ")} too, which tells these series apart`,
    from: after,
    to: end,
    insert: `${bool} ${list}`,
  };
}
