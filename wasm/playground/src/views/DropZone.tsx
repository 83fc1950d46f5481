/** Takes files that are dropped anywhere on the page; with Shift they are loaded beside what is there. */
import { useEffect, useState } from "preact/hooks";
import { loadFiles } from "../data/sources";

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

export function DropZone() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const controller = new AbortController();
    const on = (type: "dragenter" | "dragleave" | "dragover" | "drop", act: (event: DragEvent) => void) => {
      const listener = (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        act(event);
        setOver(depth > 0);
      };
      // Before the editor, which would take the file's text.
      addEventListener(type, listener, { signal: controller.signal, capture: true });
    };
    on("dragenter", () => {
      depth += 1;
    });
    on("dragleave", () => {
      depth -= 1;
    });
    on("dragover", () => undefined);
    on("drop", (event) => {
      depth = 0;
      event.stopPropagation();
      void loadFiles([...(event.dataTransfer?.files ?? [])], event.shiftKey ? "add" : "replace");
    });
    return () => controller.abort();
  }, []);
  if (!over) return null;
  return (
    <div class="drop-zone" aria-hidden="true">
      <p>
        Drop metrics files
        <span>text, OpenMetrics, JSON lines or Arrow, also as .gz · with Shift beside what is loaded</span>
      </p>
    </div>
  );
}
