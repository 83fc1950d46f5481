// Queries of the corpus, and how the lexer classes their tokens.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** A path in `shared`, which is next to the project or a parent folder, or at PROMENADE_SHARED. */
export function shared(inside) {
  const folders = process.env.PROMENADE_SHARED ? [process.env.PROMENADE_SHARED] : [];
  for (let at = root; at !== dirname(at); at = dirname(at)) folders.push(join(at, "shared"));
  return folders.map((folder) => join(folder, inside)).find((path) => existsSync(path));
}

/** Skips a test whose data is missing; with CI=true it fails. */
export function needs(test, inside) {
  const path = shared(inside);
  if (path !== undefined) return path;
  const why = `there is no ../shared/${inside}; PROMENADE_SHARED can say where \`shared\` lies`;
  if (process.env.CI === "true") throw new Error(`CI=true, where no test may be skipped: ${why}`);
  test.skip(why);
  return undefined;
}

/** The queries of a folder of JSON lines, or of one file. */
export function queries(path) {
  const files = path.endsWith(".jsonl") ? [path] : readdirSync(path).sort().map((name) => join(path, name));
  const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n"));
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line).expr);
}

/** Each query with whether the parser accepts it and its tokens: start, end and kind. */
export function classes(exprs) {
  const input = exprs.map((expr) => JSON.stringify({ expr })).join("\n") + "\n";
  const [program, ...args] = process.env.PROMENADE_XTASK?.split(" ") ?? ["cargo", "run", "--quiet", "--package", "xtask", "--"];
  const options = { cwd: root, input, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["pipe", "pipe", "inherit"] };
  const output = execFileSync(program, [...args, "tokens"], options);
  return output.trimEnd().split("\n").map((line) => JSON.parse(line));
}

/** Whether a text is one or several variables of Grafana, and what may be part of a number or a duration. */
export const isVariable = (text) => /^(?:[\d.smhdwy]|\$\w+|\$\{\w+(?:[.:][^}]+)?\}|\[\[\w+(?::\w+)?\]\])+$/.test(text);
