/** The panels of the page, from top to bottom, and the one that the side bar writes to. */
import { signal } from "@preact/signals";
import { createPanel, type Panel, type PanelOptions } from "./panel";

export const panels = signal<readonly Panel[]>([createPanel()]);
export const activeId = signal(0);

/** The panel that was used last. */
export function activePanel(): Panel {
  const list = panels.value;
  const panel = list.find((candidate) => candidate.id === activeId.value) ?? list[0];
  if (!panel) throw new Error("there is always a panel");
  return panel;
}

export function addPanel(options: PanelOptions = {}): Panel {
  const panel = createPanel(options);
  panels.value = [...panels.value, panel];
  activeId.value = panel.id;
  return panel;
}

/** Removes a panel; the last one is emptied in its place. */
export function removePanel(panel: Panel): void {
  const rest = panels.value.filter((other) => other !== panel);
  panels.value = rest.length > 0 ? rest : [createPanel()];
  if (activeId.value === panel.id) activeId.value = panels.value[0]?.id ?? 0;
}

export function setPanels(options: readonly PanelOptions[]): void {
  panels.value = options.length > 0 ? options.map(createPanel) : [createPanel()];
  activeId.value = panels.value[0]?.id ?? 0;
}
