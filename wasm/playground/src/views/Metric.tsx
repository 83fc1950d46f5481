/** A label set in one line, coloured as in the editor. */
import type { Labels } from "../text/labels";
import { labelName, quote } from "../text/labels";

export function Metric({ labels }: { labels: Labels }) {
  const names = Object.keys(labels)
    .filter((name) => name !== "__name__")
    .sort();
  return (
    <span class="metric">
      {labels.__name__ && <span class="tok-metric">{labels.__name__}</span>}
      {(names.length > 0 || !labels.__name__) && (
        <>
          {"{"}
          {names.map((name, index) => (
            <span key={name}>
              {index > 0 && ", "}
              <span class="tok-label">{labelName(name)}</span>=
              <span class="tok-string">{quote(labels[name] ?? "")}</span>
            </span>
          ))}
          {"}"}
        </>
      )}
    </span>
  );
}
