/** The head of the page: what is loaded, what is shown, and where to share and set it. */
import { signal } from "@preact/signals";
import { extent, loading, sources } from "../data/sources";
import { settings } from "../state/settings";
import { roughDuration } from "../text/duration";
import { counted } from "../text/number";
import { engine } from "../toolkit";
import { Button } from "./controls";
import { dataDialogOpen } from "./DataDialog";
import { Icon } from "./Icon";
import { settingsOpen } from "./SettingsDialog";
import { shareOpen } from "./ShareDialog";
import { sidebarOpen } from "./Sidebar";

export type Mode = "queries" | "rules";
export const mode = signal<Mode>("queries");

function dataSummary(): string {
  if (!engine.value) return "Starting the engine…";
  if (loading.value !== null) return `Loading ${loading.value}…`;
  const list = sources.value;
  if (list.length === 0) return "Load data";
  const series = list.reduce((sum, source) => sum + source.series, 0);
  const named = list.filter((source) => source.samples > 0);
  const name = named.length === 1 ? named[0]?.name : counted(named.length, "file", "files");
  const spanMs = extent.value ? extent.value.maxMs - extent.value.minMs : 0;
  const span = spanMs > 0 ? ` · ${roughDuration(spanMs)}` : "";
  return `${name} · ${counted(series, "series", "series")}${span}`;
}

function ThemeButton() {
  const isDark = document.documentElement.dataset.theme === "dark";
  // Read, so that the button follows the setting.
  settings.theme.value;
  return (
    <Button
      label={isDark ? "Light colours" : "Dark colours"}
      icon={isDark ? "sun" : "moon"}
      compact
      kind="quiet"
      onClick={() => {
        settings.theme.value = isDark ? "light" : "dark";
      }}
    />
  );
}

function ModeButton({ id, label }: { id: Mode; label: string }) {
  return (
    <button
      type="button"
      aria-current={mode.value === id ? "page" : undefined}
      onClick={() => {
        mode.value = id;
      }}
    >
      {label}
    </button>
  );
}

export function Header() {
  return (
    <header class="header">
      <span class="only-narrow">
        <Button
          label="Metrics, examples and history"
          icon="menu"
          compact
          kind="quiet"
          pressed={sidebarOpen.value}
          onClick={() => {
            sidebarOpen.value = !sidebarOpen.value;
          }}
        />
      </span>
      <h1>Promenade</h1>
      <nav class="modes" aria-label="Parts of the page">
        <ModeButton id="queries" label="Queries" />
        <ModeButton id="rules" label="Rules" />
      </nav>
      <button
        type="button"
        class="data-button"
        title="Data"
        onClick={() => {
          dataDialogOpen.value = true;
        }}
      >
        <Icon name="data" />
        <span>{dataSummary()}</span>
      </button>
      <span class="spacer" />
      <Button
        label="Share"
        icon="share"
        onClick={() => {
          shareOpen.value = true;
        }}
      />
      <Button
        label="Settings"
        icon="settings"
        compact
        kind="quiet"
        onClick={() => {
          settingsOpen.value = true;
        }}
      />
      <ThemeButton />
    </header>
  );
}
