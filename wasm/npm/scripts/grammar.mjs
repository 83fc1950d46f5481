// Makes the Lezer parser of the package, dist/lezer, from the grammar of the repository.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildParserFile } from "@lezer/generator";

const from = (name) => fileURLToPath(new URL(`../../../grammar/lezer/${name}`, import.meta.url));
const to = (name) => fileURLToPath(new URL(`../dist/lezer/${name}`, import.meta.url));

mkdirSync(to(""), { recursive: true });
const grammar = readFileSync(from("promql.grammar"), "utf8");
const { parser, terms } = buildParserFile(grammar, { fileName: "promql.grammar", moduleStyle: "es" });
writeFileSync(to("parser.js"), parser);
writeFileSync(to("parser.terms.js"), terms);
for (const name of ["tokens.js", "variables.js", "highlight.js", "words.js"]) copyFileSync(from(name), to(name));
for (const name of ["parser.d.ts", "words.d.ts"]) copyFileSync(new URL(`../src/lezer/${name}`, import.meta.url), to(name));

// The exports of lezer-promql: the parser, and the id of each node.
const nodes = readFileSync(from("nodes.txt"), "utf8").trim().split("\n");
writeFileSync(to("index.js"), `export { parser } from "./parser.js";\nexport {\n  ${nodes.join(",\n  ")},\n} from "./parser.terms.js";\n`);
const constants = nodes.map((name) => `export const ${name}: number;\n`).join("");
writeFileSync(to("index.d.ts"), `export { parser } from "./parser.js";\n${constants}`);
