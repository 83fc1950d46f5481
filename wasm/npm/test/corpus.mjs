// Data that is not part of the repository.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A path in `shared`, which is next to the project or a parent folder, or at PROMENADE_SHARED. With CI=true it must be there. */
export function needs(context, inside) {
  const folders = process.env.PROMENADE_SHARED ? [process.env.PROMENADE_SHARED] : [];
  for (let at = fileURLToPath(import.meta.url); at !== dirname(at); at = dirname(at)) folders.push(join(at, "shared"));
  const path = folders.map((folder) => join(folder, inside)).find((found) => existsSync(found));
  if (path !== undefined) return path;
  const why = `there is no ../shared/${inside}; PROMENADE_SHARED can say where \`shared\` lies`;
  if (process.env.CI === "true") throw new Error(`CI=true, where no test may be skipped: ${why}`);
  context.skip(why);
  return undefined;
}

/** The rows of a file of JSON lines, or of all in a folder. */
export function rows(path) {
  const files = path.endsWith(".jsonl") ? [path] : readdirSync(path).sort().map((name) => join(path, name));
  const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n"));
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}
