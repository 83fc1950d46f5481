// A page written for codemirror-promql, with its own package and with ours in its place: the same test passes on both.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bundle, launch, missing, packageAlias, serve } from "./site.mjs";

const skip = missing();
let browser;

before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

const name = "@prometheus-io/codemirror-promql";
const packages = [
  [name, {}],
  ["promenade/codemirror-promql", { [name]: packageAlias()["promenade/codemirror-promql"] }],
];

for (const [title, alias] of packages) {
  test(`a page for codemirror-promql works with ${title}`, { skip }, async () => {
    const site = await serve(await bundle("usage.ts", alias));
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    try {
      await page.goto(site.url);
      await page.waitForSelector(".cm-content");
      await completesAndFindsMistakes(page);
      assert.deepEqual(errors, []);
      assert.equal(site.requests.some((path) => path.endsWith(".wasm")), title !== name);
    } finally {
      await page.close();
      site.close();
    }
  });
}

/** Types, waits until an item is the first of the list, and picks it. */
async function picks(page, typed, expected) {
  await page.keyboard.type(typed, { delay: 30 });
  const isFirst = (label) => document.querySelector(".cm-tooltip-autocomplete li[aria-selected] .cm-completionLabel")?.textContent === label;
  await page.waitForFunction(isFirst, expected);
  // CodeMirror takes no key for the list in its first 75 ms.
  await page.waitForTimeout(150);
  await page.waitForFunction(isFirst, expected);
  await page.keyboard.press("Enter");
}

async function completesAndFindsMistakes(page) {
  const text = () => page.evaluate(() => window.view.state.doc.toString());
  const query = (insert) =>
    page.evaluate((insert) => window.view.dispatch({ changes: { from: 0, to: window.view.state.doc.length, insert } }), insert);
  await picks(page, "sum(http_r", "http_requests_total");
  assert.equal(await text(), "sum(http_requests_total)");
  await picks(page, "{jo", "job");
  await picks(page, '="no', "node");
  assert.match(await text(), /^sum\(http_requests_total\{job="node"?\}\)$/);
  await query("sum(rate(http_requests_total))");
  await page.waitForSelector(".cm-lintRange-error");
  assert.match(await page.locator(".cm-lintRange-error").first().textContent(), /http_requests_total/);
  await query("sum(rate(http_requests_total[5m]))");
  await page.waitForFunction(() => document.querySelector(".cm-lintRange-error") === null);
}
