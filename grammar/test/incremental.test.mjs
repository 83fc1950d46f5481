// Typing: a tree that is made from the one before is that of the whole text, and every text has a tree.
import assert from "node:assert/strict";
import { test } from "node:test";
import { TreeFragment } from "@lezer/common";
import { parser } from "../lezer/parser.js";
import { needs, queries } from "./corpus.mjs";

const grafana = parser.configure({ dialect: "grafana" });

/** Random numbers by a fixed seed (Knuth's MMIX constants). */
function generator() {
  let state = 7n;
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(below));
  };
}

function nodes(tree) {
  const found = [];
  let hasError = false;
  tree.iterate({
    enter(node) {
      hasError ||= node.type.isError;
      found.push(`${node.name} ${node.from} ${node.to}`);
    },
  });
  return { found, hasError };
}

const PIECES = ["", "(", ")", "[5m]", "{", "}", " by (job)", " offset 5m", "$x", "${x:regex}", '"', "'", "#", " + ", "sum", "e", "#\n", "[[x]]", " @ end()", "é", "."];

test("each change gives the tree of the whole text", (context) => {
  const path = needs(context, "corpus");
  if (path === undefined) return;
  const random = generator();
  const all = queries(path);
  let compared = 0;
  for (let round = 0; round < 3000; round += 1) {
    const before = all[random(all.length)];
    const from = random(before.length + 1);
    const to = Math.min(before.length, from + random(4));
    const insert = PIECES[random(PIECES.length)];
    const after = before.slice(0, from) + insert + before.slice(to);
    const old = TreeFragment.addTree(grafana.parse(before));
    const fragments = TreeFragment.applyChanges(old, [{ fromA: from, toA: to, fromB: from, toB: from + insert.length }], 2);
    const [whole, changed] = [nodes(grafana.parse(after)), nodes(grafana.parse(after, fragments))];
    // Where the text is broken, recovery may depend on what was there before.
    assert.equal(changed.hasError, whole.hasError, after);
    if (!whole.hasError) assert.deepEqual(changed.found, whole.found, after);
    compared += whole.hasError ? 0 : 1;
  }
  context.diagnostic(`${compared} of 3000 texts without an error`);
  assert.ok(compared > 500);
});

test("every text has a tree of its length", () => {
  const random = generator();
  for (let round = 0; round < 5000; round += 1) {
    const text = Array.from({ length: 1 + random(30) }, () => PIECES[random(PIECES.length)]).join("");
    for (const tried of [parser, grafana, parser.configure({ top: "MetricName" })]) {
      assert.equal(tried.parse(text).length, text.length, text);
    }
  }
});
