/** The match groups of a binary operator: series of both sides that meet, in one colour, and those that meet nothing. */
import { useState } from "preact/hooks";
import type { Language, TreeNode, Value } from "../api";
import { labelSets } from "../query/cardinality";
import { applyEdits } from "../query/diagnose";
import { joinFix, type Match, type Matching, matchGroups, readMatching } from "../query/joins";
import { type EvaluatedTree, hasValue } from "../query/nodes";
import type { Panel } from "../state/panel";
import type { Labels } from "../text/labels";
import { counted, formatValue } from "../text/number";
import { Button } from "./controls";
import { N_COLORS } from "./graph_data";
import { Metric } from "./Metric";

const SAMPLES = 3;
const PAGE = 12;

const STATES: Record<Match["state"], string> = {
  matched: "match",
  "left only": "only on the left",
  "right only": "only on the right",
  "many on both sides": "many on both sides",
  "needs group_left": "many on the left: needs group_left",
  "needs group_right": "many on the right: needs group_right",
};

/** The values of samples, by the very objects that hold their labels. */
type Values = ReadonlyMap<Labels, string>;

function valuesOf(value: Value): [Labels, string][] {
  if (value.type !== "vector") return [];
  return value.samples.map(({ labels, value: float, histogram }) => [
    labels,
    histogram ? "histogram" : formatValue(float ?? Number.NaN),
  ]);
}

function Side({ sets, side, values }: { sets: readonly Labels[]; side: string; values: Values }) {
  return (
    <div class="join-side">
      {sets.length === 0 && <span class="hint">nothing on the {side}</span>}
      {sets.slice(0, SAMPLES).map((labels) => (
        <div key={JSON.stringify(labels)} class="join-sample">
          <Metric labels={labels} />
          <span class="legend-value">{values.get(labels)}</span>
        </div>
      ))}
      {sets.length > SAMPLES && <span class="hint">and {sets.length - SAMPLES} more</span>}
    </div>
  );
}

function Group({ group, index, values }: { group: Match; index: number; values: Values }) {
  const failing = group.state !== "matched" && !group.state.endsWith("only");
  const color =
    group.state === "matched" ? `var(--line-${index % N_COLORS})` : failing ? "var(--error)" : "var(--border-strong)";
  return (
    <li class="join-group" style={{ "--group": color }}>
      <div class="join-key">
        <Metric labels={group.labels} /> <span class={failing ? "node-error" : "hint"}>{STATES[group.state]}</span>
      </div>
      <div class="join-sides">
        <Side sets={group.left} side="left" values={values} />
        <Side sets={group.right} side="right" values={values} />
      </div>
    </li>
  );
}

function Summary({ matching, groups }: { matching: Matching; groups: readonly Match[] }) {
  const count = (state: Match["state"]) => groups.filter((group) => group.state === state).length;
  const failing = groups.length - count("matched") - count("left only") - count("right only");
  const by = matching.mode ? `${matching.mode} (${matching.labels.join(", ")})` : "all labels but the metric name";
  return (
    <p class="outcome">
      <strong>{matching.operator}</strong> matches by {by}: {counted(count("matched"), "group matches", "groups match")}
      , {count("left only")} only on the left, {count("right only")} only on the right
      {failing > 0 && <span class="node-error">, {counted(failing, "fails", "fail")}</span>}.
    </p>
  );
}

interface Props {
  panel: Panel;
  tree: EvaluatedTree;
  node: TreeNode;
  language: Language;
}

export function Joins({ panel, tree, node, language }: Props) {
  const [limit, setLimit] = useState(PAGE);
  const sides =
    node.kind === "binaryExpr"
      ? node.children.map((id) => tree.nodes[id]).filter((child) => child && hasValue(child))
      : [];
  const [left, right] = sides;
  if (!left || !right || left.type !== "vector" || right.type !== "vector") return null;
  const [leftState, rightState] = [tree.states.get(left.id), tree.states.get(right.id)];
  if (leftState?.status !== "done" || rightState?.status !== "done") return null;
  const matching = readMatching(language, tree.text, left, right);
  const groups = matchGroups(matching, labelSets(leftState.value), labelSets(rightState.value));
  const values: Values = new Map([...valuesOf(leftState.value), ...valuesOf(rightState.value)]);
  const fix = joinFix(tree.text, left, matching, groups);
  return (
    <section class="joins" aria-label="Match groups">
      <Summary matching={matching} groups={groups} />
      {fix && (
        <Button
          label={fix.title}
          kind="primary"
          onClick={() => {
            panel.text.value = applyEdits(tree.text, [fix]);
          }}
        />
      )}
      <ul>
        {groups.slice(0, limit).map((group, index) => (
          <Group key={JSON.stringify(group.labels)} group={group} index={index} values={values} />
        ))}
      </ul>
      {groups.length > limit && (
        <Button label={`Show ${groups.length - limit} more groups`} onClick={() => setLimit(groups.length)} />
      )}
    </section>
  );
}
