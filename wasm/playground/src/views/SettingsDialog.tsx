/** The dialog for settings: language, evaluation, look, files. */
import { signal } from "@preact/signals";
import { canKeep, forget, keep } from "../data/opfs";
import { sources } from "../data/sources";
import { notify } from "../state/notices";
import { FEATURES, settings, type Theme, toggle } from "../state/settings";
import type { Zone } from "../text/time";
import { language } from "../toolkit";
import { Button, Checkbox, Dialog } from "./controls";

export const settingsOpen = signal(false);

function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: readonly [T, string][];
  onChange: (value: T) => void;
}) {
  return (
    <label class="choice">
      {props.label}
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value as T)}>
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function Features() {
  return (
    <section>
      <h3>Language</h3>
      {FEATURES.map(({ flag, about }) => (
        <Checkbox
          key={flag}
          label={<code>{flag}</code>}
          hint={about}
          checked={settings.features.value.includes(flag)}
          onChange={(on) => toggle(settings.features, flag, on)}
        />
      ))}
      <Checkbox
        label="Grafana's variables"
        hint="$name, ${name} and [[name]] are accepted"
        checked={settings.variables.value}
        onChange={(on) => {
          settings.variables.value = on;
        }}
      />
    </section>
  );
}

function Lints() {
  const off = settings.disabledLints.value;
  return (
    <section>
      <h3>Lints</h3>
      {off.length === 0 && <p class="hint">All are on. The cross beside a finding switches its lint off.</p>}
      {off.map((code) => (
        <Checkbox
          key={code}
          label={code}
          checked={false}
          onChange={() => toggle(settings.disabledLints, code, false)}
          hint="off"
        />
      ))}
    </section>
  );
}

const KEYS: readonly [string, string][] = [
  ["Ctrl-Enter", "run the query"],
  ["Ctrl-S", "format and run"],
  ["Ctrl-Space", "completion"],
  ["F2", "edit all uses of a label"],
  ["F8", "next finding"],
  ["← →", "values of a graph that has the focus"],
];

function Keys() {
  return (
    <section>
      <h3>Keys</h3>
      <dl class="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Keeps or forgets files at once, so that the box says what is true. */
async function keepFiles(on: boolean): Promise<void> {
  try {
    await (on ? keep(sources.peek()) : forget());
    settings.keepFiles.value = on;
  } catch (error) {
    notify(`The browser did not keep the files: ${error instanceof Error ? error.message : error}`, "error");
  }
}

export function SettingsDialog() {
  if (!settingsOpen.value) return null;
  const close = () => {
    settingsOpen.value = false;
  };
  return (
    <Dialog title="Settings" onClose={close}>
      <section>
        <h3>Page</h3>
        <div class="row">
          <Choice<Theme>
            label="Colours"
            value={settings.theme.value}
            options={[
              ["system", "As the system"],
              ["light", "Light"],
              ["dark", "Dark"],
            ]}
            onChange={(theme) => {
              settings.theme.value = theme;
            }}
          />
          <Choice<Zone>
            label="Times"
            value={settings.zone.value}
            options={[
              ["utc", "UTC"],
              ["local", "Local"],
            ]}
            onChange={(zone) => {
              settings.zone.value = zone;
            }}
          />
        </div>
        <Checkbox
          label="Evaluate while typing"
          checked={settings.evaluateWhileTyping.value}
          onChange={(on) => {
            settings.evaluateWhileTyping.value = on;
          }}
        />
        <Checkbox
          label="Format on Ctrl-S"
          checked={settings.formatOnSave.value}
          onChange={(on) => {
            settings.formatOnSave.value = on;
          }}
        />
        {canKeep() && (
          <Checkbox
            label="Keep loaded files in this browser"
            hint="They are loaded again at the next visit"
            checked={settings.keepFiles.value}
            onChange={(on) => void keepFiles(on)}
          />
        )}
      </section>
      <Features />
      <Lints />
      <Keys />
      <footer class="row spread">
        <span class="hint">Promenade {language.value?.version() ?? ""}</span>
        <Button label="Done" kind="primary" onClick={close} />
      </footer>
    </Dialog>
  );
}
