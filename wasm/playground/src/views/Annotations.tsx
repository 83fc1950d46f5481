/** Warnings and infos of an evaluation, with the part of the query that they are about. */
import type { Annotation } from "../api";
import { Code } from "./Code";

export function Annotations({ annotations, text }: { annotations: readonly Annotation[]; text: string }) {
  if (annotations.length === 0) return null;
  return (
    <ul class="annotations" aria-label="Warnings of the evaluation">
      {annotations.map(({ severity, message, range }) => (
        <li key={message} class={severity}>
          <span class="severity">{severity}</span> {message}
          {range && range.to > range.from && (
            <>
              {" "}
              <Code text={text.slice(range.from, range.to)} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
