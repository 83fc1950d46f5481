/** The tab that explains the chosen node: what it is, the labels of its result, and for a join its match groups. */
import type { Signal } from "@preact/signals";
import type { Language, TreeNode } from "../api";
import type { LabelCount } from "../query/cardinality";
import { type EvaluatedTree, flatten, type NodeState } from "../query/nodes";
import type { Panel } from "../state/panel";
import { languageOptions } from "../state/settings";
import { formatElapsed } from "../text/duration";
import { Markdown } from "../text/markdown";
import { counted, formatCount } from "../text/number";
import { language } from "../toolkit";
import { Code } from "./Code";
import { ErrorBox } from "./ErrorBox";
import { Joins } from "./Joins";

/** The node that is chosen in the panel, else the root. */
function chosenNode(panel: Panel, tree: EvaluatedTree): TreeNode | undefined {
  const focus = panel.focus.value;
  const rows = flatten(tree);
  const found = focus && rows.find(({ node }) => node.from === focus.from && node.to === focus.to);
  return (found ?? rows[0])?.node;
}

/** Where hovering over the node says what it is: the name of a function, an operator between its sides. */
function hoverOffset(text: string, node: TreeNode, nodes: readonly TreeNode[]): number {
  const [left, right] = node.children.map((id) => nodes[id]);
  if (node.kind === "binaryExpr" && left && right) {
    const between = /[^\s()]/.exec(
      text.slice(left.to, right.from).replaceAll(/#[^\n]*/g, (comment) => " ".repeat(comment.length)),
    );
    return left.to + (between?.index ?? 0);
  }
  return node.from;
}

function Documentation({ tree, node, language }: { tree: EvaluatedTree; node: TreeNode; language: Language }) {
  const hover = language.hover(tree.text, hoverOffset(tree.text, node, tree.nodes), languageOptions.value);
  return hover ? <Markdown text={hover.markdown} /> : null;
}

function Cardinality({ labels }: { labels: readonly LabelCount[] }) {
  if (labels.length === 0) return <p class="hint">The result has no labels.</p>;
  return (
    <table class="cardinality">
      <thead>
        <tr>
          <th scope="col">label</th>
          <th scope="col" class="number">
            values
          </th>
          <th scope="col">most frequent</th>
        </tr>
      </thead>
      <tbody>
        {labels.map(({ label, values, top }) => (
          <tr key={label}>
            <td>
              <span class="tok-label">{label}</span>
            </td>
            <td class="number">{formatCount(values)}</td>
            <td>
              {top.map(({ value, series }) => (
                <span key={value} class="chip">
                  {value || '""'} <b>{formatCount(series)}</b>
                </span>
              ))}
              {values > top.length && <span class="hint">and {formatCount(values - top.length)} more</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Outcome({ state, text }: { state: NodeState | undefined; text: string }) {
  if (!state) return <p class="hint">Evaluating…</p>;
  if (state.status === "failed") return <ErrorBox error={state.error} text={text} />;
  if (state.status === "blocked") {
    return (
      <p class="hint">
        Not evaluated, because this part of it fails: <Code text={text.slice(0, 200)} />
      </p>
    );
  }
  const many = state.value.type === "scalar" ? "a scalar" : counted(state.series, "series", "series");
  return (
    <>
      <p class="outcome">
        Gives <strong>{many}</strong> in {formatElapsed(state.elapsedMs)}.
      </p>
      <Cardinality labels={state.labels} />
    </>
  );
}

export function NodeDetails({ panel, tree }: { panel: Panel; tree: Signal<EvaluatedTree | null> }) {
  const current = tree.value;
  const ready = language.value;
  const node = current && chosenNode(panel, current);
  if (!current || !node || !ready) return <p class="empty">Type a query to have its parts explained.</p>;
  const state = current.states.get(node.id);
  const below = state?.status === "blocked" ? current.text.slice(state.below.from, state.below.to) : null;
  return (
    <div class="node-details">
      <div class="node-about">
        <p class="node-title">
          <Code text={current.text.slice(node.from, node.to)} />
        </p>
        <Documentation tree={current} node={node} language={ready} />
      </div>
      <div class="node-result">
        <Outcome state={state} text={below ?? current.text.slice(node.from, node.to)} />
        <Joins panel={panel} tree={current} node={node} language={ready} />
      </div>
    </div>
  );
}
