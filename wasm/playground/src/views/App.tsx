/** The page. */
import { addPanel, panels } from "../state/panels";
import { failure } from "../toolkit";
import { Button } from "./controls";
import { DataDialog } from "./DataDialog";
import { DropZone } from "./DropZone";
import { Header, mode } from "./Header";
import { Notices } from "./Notices";
import { PanelView } from "./PanelView";
import { RulesPane } from "./RulesPane";
import { SettingsDialog } from "./SettingsDialog";
import { ShareDialog } from "./ShareDialog";
import { Sidebar, sidebarOpen } from "./Sidebar";

function Queries() {
  return (
    <>
      {panels.value.map((panel, index) => (
        <PanelView key={panel.id} panel={panel} index={index} />
      ))}
      <Button label="Add query" icon="plus" kind="quiet" onClick={() => addPanel({ tab: "graph" })} />
    </>
  );
}

/** A link to the query would take the place of the panels after # in the address. */
function toQuery(): void {
  document.querySelector<HTMLElement>("#main .cm-content, #main textarea")?.focus();
}

export function App() {
  return (
    <>
      <button type="button" class="skip" onClick={toQuery}>
        To the query
      </button>
      <Header />
      <div class="page">
        <Sidebar />
        {sidebarOpen.value && (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the button in the header closes the side bar by keyboard.
          // biome-ignore lint/a11y/noStaticElementInteractions: a shade, which is nothing to a screen reader.
          <div
            class="shade"
            onClick={() => {
              sidebarOpen.value = false;
            }}
          />
        )}
        <main id="main">
          {failure.value && (
            <p class="error-box" role="alert">
              {failure.value}
            </p>
          )}
          {mode.value === "queries" ? <Queries /> : <RulesPane />}
        </main>
      </div>
      <DataDialog />
      <SettingsDialog />
      <ShareDialog />
      <DropZone />
      <Notices />
    </>
  );
}
