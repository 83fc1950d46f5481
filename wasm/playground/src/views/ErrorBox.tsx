/** An error of a query as a value: what it is, and its place underlined in the query. */
import type { QueryError, Range } from "../api";

const TITLES: Record<QueryError["kind"], string> = {
  parse: "The query does not parse",
  execution: "The query failed",
  timeout: "The query took too long",
  cancelled: "The query was stopped",
  limit: "The query met a limit",
  storage: "The data could not be read",
  trap: "The engine stopped and was started again",
};

function Underlined({ text, range }: { text: string; range: Range }) {
  return (
    <pre class="underlined">
      {text.slice(0, range.from)}
      <mark>{text.slice(range.from, Math.max(range.to, range.from + 1)) || " "}</mark>
      {text.slice(Math.max(range.to, range.from + 1))}
    </pre>
  );
}

export function ErrorBox({ error, text }: { error: QueryError; text: string }) {
  const range = error.range ?? error.diagnostics[0];
  const stopped = error.kind === "cancelled";
  return (
    <div class={stopped ? "error-box calm" : "error-box"} role={stopped ? "status" : "alert"}>
      <strong>{TITLES[error.kind]}</strong>
      {!stopped && <p>{error.message}</p>}
      {!stopped && range && <Underlined text={text} range={range} />}
    </div>
  );
}
