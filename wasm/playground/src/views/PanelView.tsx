/** A panel: editor, findings, tree, and the result as table, graph, explanation or plan. */
import { useCallback, useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import type { Editor } from "../editor";
import { followTree } from "../query/nodes";
import { follow, runNow, stop } from "../query/run";
import type { Panel, Tab } from "../state/panel";
import { activeId, panels, removePanel } from "../state/panels";
import { language } from "../toolkit";
import { Button, Tabs } from "./controls";
import { diagnosticsOf, formatPanel, QueryEditor } from "./EditorView";
import { ExportMenu } from "./ExportMenu";
import { Findings } from "./Findings";
import { NodeDetails } from "./NodeDetails";
import { ResultView } from "./ResultView";
import { TimeControls } from "./TimeControls";
import { Tree } from "./Tree";

const TAB_NAMES: readonly { id: Tab; label: string }[] = [
  { id: "table", label: "Table" },
  { id: "graph", label: "Graph" },
  { id: "explain", label: "Explain" },
  { id: "plan", label: "Plan" },
];

function QueryButtons({ panel }: { panel: Panel }) {
  return (
    <div class="query-buttons">
      {panel.run.value.running ? (
        <Button label="Stop" icon="stop" onClick={() => stop(panel)} />
      ) : (
        <Button label="Run" icon="play" kind="primary" title="Run (Ctrl-Enter)" onClick={() => runNow(panel)} />
      )}
      <Button
        label="Tree"
        icon="tree"
        pressed={panel.tree.value}
        title="Show what each part of the query gives"
        onClick={() => {
          panel.tree.value = !panel.tree.value;
          if (!panel.tree.value) panel.focus.value = null;
        }}
      />
      <Button label="Format" icon="format" compact title="Format (Ctrl-S)" onClick={() => formatPanel(panel)} />
      {panels.value.length > 1 && (
        <Button label="Remove panel" icon="close" compact kind="quiet" onClick={() => removePanel(panel)} />
      )}
    </div>
  );
}

/** Follows the tree while it is shown, or explained. */
function useTree(panel: Panel) {
  const isShown = panel.tree.value || panel.tab.value === "explain";
  const followed = useMemo(() => (isShown ? followTree(panel) : null), [panel, isShown]);
  useEffect(() => () => followed?.dispose(), [followed]);
  return followed?.tree ?? null;
}

function GraphSwitches({ panel }: { panel: Panel }) {
  return (
    <fieldset class="switches">
      <legend class="sr">How lines are drawn</legend>
      <Button
        label="Stacked"
        pressed={panel.stacked.value}
        onClick={() => {
          panel.stacked.value = !panel.stacked.value;
        }}
      />
      <Button
        label="Log"
        title="Logarithmic scale; a stacked graph has none"
        pressed={panel.log.value}
        disabled={panel.stacked.value}
        onClick={() => {
          panel.log.value = !panel.log.value;
        }}
      />
    </fieldset>
  );
}

export function PanelView({ panel, index }: { panel: Panel; index: number }) {
  const id = useId();
  const root = useRef<HTMLElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const onReady = useCallback((ready: Editor | null) => setEditor(ready), []);
  useEffect(() => follow(panel), [panel]);
  const tree = useTree(panel);
  const text = panel.text.value;
  const tab = panel.tab.value;
  const diagnostics = language.value ? diagnosticsOf(text) : [];
  const name = `Query ${index + 1}`;
  const isActive = panels.value.length > 1 && activeId.value === panel.id;
  return (
    <section
      ref={root}
      class={isActive ? "panel active" : "panel"}
      aria-label={name}
      onFocusCapture={() => {
        activeId.value = panel.id;
      }}
    >
      <div class="query">
        <QueryEditor panel={panel} label={name} onReady={onReady} />
        <QueryButtons panel={panel} />
      </div>
      <Findings
        text={text}
        kind="promql"
        diagnostics={diagnostics}
        onApply={(next) => {
          panel.text.value = next;
        }}
        onSelect={(range) => editor?.select(range)}
      />
      {tree && panel.tree.value && <Tree panel={panel} tree={tree} />}
      <div class="panel-bar">
        <Tabs
          label="Result"
          tabs={TAB_NAMES}
          selected={tab}
          panelId={`${id}-result`}
          onSelect={(next) => {
            panel.tab.value = next;
          }}
        />
        <TimeControls panel={panel} />
        <span class="panel-tools">
          {tab === "graph" && <GraphSwitches panel={panel} />}
          <ExportMenu panel={panel} root={root} />
        </span>
      </div>
      <div id={`${id}-result`} role="tabpanel" aria-label={tab} class="panel-result">
        {tab === "explain" ? tree && <NodeDetails panel={panel} tree={tree} /> : <ResultView panel={panel} />}
      </div>
    </section>
  );
}
