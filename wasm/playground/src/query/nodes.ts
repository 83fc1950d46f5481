/** Evaluates each node of a query's tree on its own, children first, so that every step shows what it gives. */
import { effect, type Signal, signal } from "@preact/signals";
import type { Engine, Language, LanguageOptions, QueryError, TreeNode, Value } from "../api";
import { dataVersion, loading } from "../data/sources";
import type { Panel } from "../state/panel";
import { languageOptions } from "../state/settings";
import { engine, language, restarts } from "../toolkit";
import { cardinality, type LabelCount, labelSets } from "./cardinality";
import { Task } from "./task";
import { timesOf } from "./times";

export type NodeState =
  | { status: "done"; value: Value; series: number; elapsedMs: number; labels: LabelCount[] }
  | { status: "failed"; error: QueryError }
  /** A node below has failed. */
  | { status: "blocked"; below: TreeNode };

export interface EvaluatedTree {
  text: string;
  nodes: readonly TreeNode[];
  root: number;
  states: ReadonlyMap<number, NodeState>;
}

const VALUE_TYPES = new Set(["vector", "matrix", "scalar"]);

/** Whether the node is an expression that has a value of its own. */
export function hasValue(node: TreeNode): boolean {
  return VALUE_TYPES.has(node.type) && node.kind !== "error";
}

/** Nodes below the root with their depth, from top to bottom. Parentheses are left out: they change nothing. */
export function flatten(tree: {
  nodes: readonly TreeNode[];
  root: number;
}): { node: TreeNode; depth: number; parent: number | null }[] {
  const out: { node: TreeNode; depth: number; parent: number | null }[] = [];
  const stack: { id: number; depth: number; parent: number | null }[] = [{ id: tree.root, depth: 0, parent: null }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { id, depth, parent } = next;
    const node = tree.nodes[id];
    if (!node) continue;
    const isParen = node.kind === "parenExpr" && node.children.length > 0;
    if (!isParen) out.push({ node, depth, parent });
    const below = isParen ? { depth, parent } : { depth: depth + 1, parent: id };
    for (const child of [...node.children].reverse()) stack.push({ id: child, ...below });
  }
  return out;
}

/** How nodes are evaluated. */
interface Evaluation {
  engine: Engine;
  timeMs: number;
  options: LanguageOptions;
  task: Task;
}

async function evaluateNode(text: string, { engine, timeMs, options, task }: Evaluation): Promise<NodeState> {
  const result = await task.start(engine.query(text, { ...options, time: timeMs, signal: task.signal }));
  if (!result.ok) return { status: "failed", error: result.error };
  const sets = labelSets(result.value);
  const series = result.value.type === "scalar" || result.value.type === "string" ? 1 : sets.length;
  return { status: "done", value: result.value, series, elapsedMs: result.stats.elapsedMs, labels: cardinality(sets) };
}

function failedBelow(
  node: TreeNode,
  nodes: readonly TreeNode[],
  states: ReadonlyMap<number, NodeState>,
): TreeNode | null {
  for (const id of node.children) {
    const child = nodes[id];
    const state = states.get(id);
    if (!child) continue;
    if (state?.status === "failed") return child;
    if (state?.status === "blocked") return state.below;
    const deeper = state ? null : failedBelow(child, nodes, states);
    if (deeper) return deeper;
  }
  return null;
}

async function evaluateAll(out: Signal<EvaluatedTree | null>, tree: EvaluatedTree, evaluation: Evaluation) {
  const states = new Map<number, NodeState>();
  for (const { node } of flatten(tree).reverse()) {
    if (!hasValue(node)) continue;
    const below = failedBelow(node, tree.nodes, states);
    const text = tree.text.slice(node.from, node.to);
    states.set(node.id, below ? { status: "blocked", below } : await evaluateNode(text, evaluation));
    if (evaluation.task.isSuperseded) return;
    out.value = { ...tree, states: new Map(states) };
  }
}

function parseTree(language: Language, text: string, options: LanguageOptions): EvaluatedTree | null {
  if (text.trim() === "") return null;
  const { nodes, root } = language.parse(text, options);
  return nodes[root] ? { text, nodes, root, states: new Map() } : null;
}

/** Follows the panel while its tree is shown. Returns the tree and how to stop. */
export function followTree(panel: Panel): { tree: Signal<EvaluatedTree | null>; dispose: () => void } {
  const tree = signal<EvaluatedTree | null>(null);
  let task = new Task();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const dispose = effect(() => {
    dataVersion.value;
    restarts.value;
    const ready = engine.value;
    const options = languageOptions.value;
    const parsed = language.value ? parseTree(language.value, panel.text.value, options) : null;
    const { endMs } = timesOf(panel);
    task.supersede();
    clearTimeout(timer);
    task = new Task();
    const before = tree.peek();
    tree.value = parsed && before?.text === parsed.text ? { ...parsed, states: before.states } : parsed;
    if (!parsed || !ready || loading.value !== null) return;
    const evaluation = { engine: ready, timeMs: endMs, options, task };
    timer = setTimeout(() => void evaluateAll(tree, parsed, evaluation), 200);
  });
  return {
    tree,
    dispose: () => {
      dispose();
      clearTimeout(timer);
      task.supersede();
    },
  };
}
