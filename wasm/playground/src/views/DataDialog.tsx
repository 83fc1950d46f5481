/** The dialog for data: what is loaded, samples, files, a Prometheus server. */
import { signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { readServer } from "../data/prometheus";
import { loadSample, SAMPLES } from "../data/samples";
import { clear, load, loadFiles, loading, type Source, sources } from "../data/sources";
import { notify } from "../state/notices";
import { activePanel } from "../state/panels";
import { languageOptions, settings } from "../state/settings";
import { parseDuration, roughDuration } from "../text/duration";
import { counted, formatBytes } from "../text/number";
import { formatTime } from "../text/time";
import { language } from "../toolkit";
import { Button, Checkbox, Dialog } from "./controls";

export const dataDialogOpen = signal(false);

const close = () => {
  dataDialogOpen.value = false;
};

/** Runs work that may fail, shows the failure, and closes the dialog after success. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
    close();
  } catch (error) {
    notify(error instanceof Error ? error.message : String(error), "error");
  }
}

function Loaded({ source }: { source: Source }) {
  const zone = settings.zone.value;
  const span = roughDuration(source.maxMs - source.minMs);
  const time = source.samples > 0 ? `${span} up to ${formatTime(source.maxMs, zone)}` : "help and types";
  return (
    <tr>
      <td>{source.name}</td>
      <td class="number">{source.series > 0 ? counted(source.series, "series", "series") : ""}</td>
      <td class="number">{source.samples > 0 ? counted(source.samples, "sample", "samples") : ""}</td>
      <td class="number">{formatBytes(source.bytes.length)}</td>
      <td>{time}</td>
    </tr>
  );
}

/** The selectors of the active query, one a line. */
function selectorsOfQuery(): string {
  const text = activePanel().text.peek();
  const nodes = language.peek()?.parse(text, languageOptions.peek()).nodes ?? [];
  const selectors = nodes.filter(({ kind }) => kind === "vectorSelector" || kind === "matrixSelector");
  return [...new Set(selectors.map((node) => selectorText(text.slice(node.from, node.to))))].join("\n");
}

/** A selector without its range and its modifiers, which say when it is read. */
function selectorText(text: string): string {
  return text
    .replace(/\s+(offset\s+\S+|@\s*\S+)\s*$/i, "")
    .replace(/\[[^\]]*\]\s*$/, "")
    .trim();
}

function Server() {
  const [url, setUrl] = useState("http://localhost:9090");
  const [selectors, setSelectors] = useState(selectorsOfQuery);
  const [range, setRange] = useState("1h");
  const rangeMs = parseDuration(range);
  const lines = selectors
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const read = () =>
    attempt(async () => {
      if (rangeMs === null) throw new Error("the range is a duration such as 1h");
      await load(await readServer({ url, selectors: lines, endMs: Date.now(), rangeMs }));
    });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void read();
      }}
    >
      <p class="hint">
        Samples are read once through the server's API and then evaluated here. The server must allow this page (CORS).
      </p>
      <label>
        Server
        <input type="url" required value={url} onInput={(event) => setUrl(event.currentTarget.value)} />
      </label>
      <label>
        Series selectors, one a line
        <textarea
          rows={3}
          required
          value={selectors}
          placeholder={'up\nnode_cpu_seconds_total{mode!="idle"}'}
          onInput={(event) => setSelectors(event.currentTarget.value)}
        />
      </label>
      <label>
        Range up to now
        <input
          class="duration"
          required
          aria-invalid={rangeMs === null}
          value={range}
          onInput={(event) => setRange(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="button primary" disabled={lines.length === 0 || loading.value !== null}>
        Read from the server
      </button>
    </form>
  );
}

function Files() {
  const input = useRef<HTMLInputElement>(null);
  const [add, setAdd] = useState(false);
  return (
    <>
      <p class="hint">
        Metrics text, OpenMetrics, JSON lines or Arrow, also as .gz. Files can be dropped anywhere on the page. Nothing
        is sent anywhere.
      </p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Metrics files"
        onChange={(event) => {
          const { files } = event.currentTarget;
          if (files) void attempt(() => loadFiles(files, add ? "add" : "replace"));
        }}
      />
      <div class="row">
        <Button label="Choose files" icon="plus" onClick={() => input.current?.click()} />
        <Checkbox label="Beside what is loaded" checked={add} onChange={setAdd} />
      </div>
    </>
  );
}

export function DataDialog() {
  if (!dataDialogOpen.value) return null;
  return (
    <Dialog title="Data" onClose={close}>
      {sources.value.length > 0 && (
        <section>
          <h3>Loaded</h3>
          <table class="sources">
            <tbody>
              {sources.value.map((source) => (
                <Loaded key={source.name} source={source} />
              ))}
            </tbody>
          </table>
          <Button label="Remove all" kind="quiet" onClick={() => void clear()} />
        </section>
      )}
      <section>
        <h3>Samples</h3>
        <ul class="samples">
          {SAMPLES.map((sample) => (
            <li key={sample.id}>
              <button type="button" class="example" onClick={() => void attempt(() => loadSample(sample.id))}>
                <span class="example-title">{sample.title}</span>
                <span class="hint">{sample.about}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>Files</h3>
        <Files />
      </section>
      <section>
        <h3>Prometheus server</h3>
        <Server />
      </section>
    </Dialog>
  );
}
