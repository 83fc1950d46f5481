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
    await page.goto(site.url);
    await page.waitForSelector(".cm-content");
    await completesAndFindsMistakes(page);
    assert.deepEqual(errors, []);
    assert.equal(site.requests.some((path) => path.endsWith(".wasm")), title !== name);
    await page.close();
    site.close();
  });
}

async function completesAndFindsMistakes(page) {
  const labels = () => page.locator(".cm-tooltip-autocomplete li .cm-completionLabel").allTextContents();
  const text = () => page.evaluate(() => window.view.state.doc.toString());
  await page.keyboard.type("sum(http_r", { delay: 30 });
  await page.waitForSelector(".cm-tooltip-autocomplete li");
  assert.equal((await labels())[0], "http_requests_total");
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  assert.match(await text(), /^sum\(http_requests_total\)$/);
  await page.keyboard.type("{jo", { delay: 30 });
  await page.waitForSelector(".cm-tooltip-autocomplete li");
  await page.waitForTimeout(150);
  assert.ok((await labels()).includes("job"));
  await page.keyboard.press("Enter");
  await page.keyboard.type('="no', { delay: 30 });
  await page.waitForSelector(".cm-tooltip-autocomplete li");
  await page.waitForTimeout(150);
  assert.ok((await labels()).includes("node"));
  await page.keyboard.press("Escape");
  const query = (insert) => page.evaluate((insert) => window.view.dispatch({ changes: { from: 0, to: window.view.state.doc.length, insert } }), insert);
  await query("sum(rate(http_requests_total))");
  await page.waitForSelector(".cm-lintRange-error");
  assert.match(await page.locator(".cm-lintRange-error").first().textContent(), /http_requests_total/);
  await query("sum(rate(http_requests_total[5m]))");
  await page.waitForFunction(() => document.querySelector(".cm-lintRange-error") === null);
}
