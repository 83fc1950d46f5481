/** The side bar: metrics of the data, examples, and queries that were run. */
import { signal } from "@preact/signals";
import { LESSONS } from "../examples";
import { openExample, openQuery } from "../open";
import { history } from "../state/history";
import { Code } from "./Code";
import { Button, Tabs } from "./controls";
import { Explorer } from "./Explorer";

type Part = "metrics" | "examples" | "history";

const PARTS: readonly { id: Part; label: string }[] = [
  { id: "metrics", label: "Metrics" },
  { id: "examples", label: "Examples" },
  { id: "history", label: "History" },
];

const part = signal<Part>("metrics");
/** Whether it is open on narrow screens, where it lies over the page. */
export const sidebarOpen = signal(false);

function Examples() {
  return (
    <div class="examples">
      {LESSONS.map((lesson) => (
        <section key={lesson.title}>
          <h2>{lesson.title}</h2>
          <ul>
            {lesson.examples.map((example) => (
              <li key={example.title}>
                <button
                  type="button"
                  class="example"
                  onClick={() => {
                    sidebarOpen.value = false;
                    void openExample(example);
                  }}
                >
                  <span class="example-title">{example.title}</span>
                  <span class="hint">{example.text}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function History() {
  if (history.value.length === 0)
    return <p class="empty">Queries that you run are listed here, in this browser alone.</p>;
  return (
    <div class="history">
      <ul>
        {history.value.map((query) => (
          <li key={query}>
            <button type="button" class="example" onClick={() => openQuery(query)}>
              <Code text={query} />
            </button>
          </li>
        ))}
      </ul>
      <Button
        label="Clear history"
        kind="quiet"
        onClick={() => {
          history.value = [];
        }}
      />
    </div>
  );
}

export function Sidebar() {
  return (
    <aside
      class={sidebarOpen.value ? "sidebar open" : "sidebar"}
      aria-label="Metrics, examples and history"
      onKeyDown={(event) => {
        if (event.key === "Escape") sidebarOpen.value = false;
      }}
    >
      <Tabs
        label="Side bar"
        tabs={PARTS}
        selected={part.value}
        panelId="sidebar-part"
        onSelect={(next) => {
          part.value = next;
        }}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard. */}
      <div id="sidebar-part" role="tabpanel" aria-label={part.value} class="sidebar-part" tabIndex={0}>
        {part.value === "metrics" && <Explorer />}
        {part.value === "examples" && <Examples />}
        {part.value === "history" && <History />}
      </div>
    </aside>
  );
}
