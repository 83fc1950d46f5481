/** The tree of a query with what each node gives. A chosen node is what table and graph show. */
import type { Signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { TreeNode } from "../api";
import { type EvaluatedTree, flatten, hasValue, type NodeState } from "../query/nodes";
import type { Panel } from "../state/panel";
import { formatElapsed } from "../text/duration";
import { counted, formatValue } from "../text/number";
import { NodeText } from "./NodeText";

interface Props {
  panel: Panel;
  tree: Signal<EvaluatedTree | null>;
}

const SHOWN_LABELS = 4;

function Labels({ state }: { state: Extract<NodeState, { status: "done" }> }) {
  const varied = state.labels.filter(({ label }) => label !== "__name__");
  return (
    <span class="node-labels">
      {varied.slice(0, SHOWN_LABELS).map(({ label, values, top }) => (
        <span key={label} class="chip" title={top.map(({ value, series }) => `${value || '""'}: ${series}`).join("\n")}>
          {label} <b>{values}</b>
        </span>
      ))}
      {varied.length > SHOWN_LABELS && <span class="hint">+{varied.length - SHOWN_LABELS}</span>}
    </span>
  );
}

function State({ state }: { state: NodeState | undefined }) {
  if (!state) return <span class="node-remark hint">…</span>;
  if (state.status === "blocked") return <span class="node-remark hint">not evaluated: a part below fails</span>;
  if (state.status === "failed") return <span class="node-remark node-error">{state.error.message}</span>;
  const { value } = state;
  return (
    <>
      <span class={state.series === 0 ? "node-count none" : "node-count"}>
        {value.type === "scalar" ? formatValue(value.value) : counted(state.series, "series", "series")}
      </span>
      <span class="node-time hint">{formatElapsed(state.elapsedMs)}</span>
      <Labels state={state} />
    </>
  );
}

function isChosen(panel: Panel, node: TreeNode, root: TreeNode | undefined): boolean {
  const focus = panel.focus.value;
  return focus ? focus.from === node.from && focus.to === node.to : node === root;
}

export function Tree({ panel, tree }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const current = tree.value;
  if (!current) return null;
  const rows = flatten(current);
  const root = rows[0]?.node;
  const chosen = Math.max(
    0,
    rows.findIndex(({ node }) => isChosen(panel, node, root)),
  );
  const choose = (index: number) => {
    const row = rows[index];
    if (!row || !hasValue(row.node)) return;
    panel.focus.value = row.node === root ? null : { from: row.node.from, to: row.node.to };
    list.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus();
  };
  const step = (from: number, by: number) => {
    let to = from + by;
    while (rows[to] && !hasValue(rows[to]?.node as TreeNode)) to += by;
    choose(to);
  };
  const keys = (event: KeyboardEvent) => {
    const parent = rows[chosen]?.parent;
    if (event.key === "ArrowDown") step(chosen, 1);
    else if (event.key === "ArrowUp") step(chosen, -1);
    else if (event.key === "ArrowLeft" && parent !== null) choose(rows.findIndex(({ node }) => node.id === parent));
    else if (event.key === "ArrowRight" && (rows[chosen + 1]?.depth ?? 0) > (rows[chosen]?.depth ?? 0)) step(chosen, 1);
    else if (event.key === "Home") choose(0);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={list} class="tree" role="tree" aria-label="Parts of the query" tabIndex={-1} onKeyDown={keys}>
      {rows.map(({ node, depth }, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys.
        <div
          key={node.id}
          role="treeitem"
          data-row={index}
          aria-level={depth + 1}
          aria-selected={index === chosen}
          aria-expanded={node.children.length > 0 ? true : undefined}
          aria-disabled={!hasValue(node)}
          tabIndex={index === chosen ? 0 : -1}
          class={`node ${current.states.get(node.id)?.status ?? ""}`}
          style={{ "--depth": depth }}
          onClick={() => choose(index)}
        >
          <NodeText text={current.text} node={node} nodes={current.nodes} />
          {hasValue(node) && <State state={current.states.get(node.id)} />}
        </div>
      ))}
    </div>
  );
}
