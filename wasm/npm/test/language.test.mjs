// Each function of the language on good, broken and hostile texts.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { loadLanguage } from '../dist/index.js';
import * as glue from '../dist/raw/language.js';
import { BROKEN, DEEP, DEEPEST, GOOD, OFFSETS, noise } from './hostile.mjs';

const language = await loadLanguage();

test('it loads once, from bytes too', async () => {
  const bytes = readFileSync(new URL('../dist/raw/language_bg.wasm', import.meta.url));
  const again = await loadLanguage(bytes);
  assert.equal(again.version(), language.version());
  assert.match(language.version(), /^\d+\.\d+\.\d+$/);
});

test('a tree has the nodes of the query with places and types', () => {
  const { nodes, root, diagnostics } = language.parse('sum(rate(x[5m])) > 1');
  assert.deepEqual(diagnostics, []);
  assert.equal(root, 0);
  assert.deepEqual(nodes.map((node) => [node.kind, node.type, node.name, node.children]), [
    ['binaryExpr', 'vector', '>', [1, 4]],
    ['aggregation', 'vector', 'sum', [2]],
    ['call', 'vector', 'rate', [3]],
    ['matrixSelector', 'matrix', 'x', []],
    ['numberLiteral', 'scalar', undefined, []],
  ]);
  assert.deepEqual(nodes.map(({ from, to }) => [from, to]), [[0, 20], [0, 16], [4, 15], [9, 14], [19, 20]]);
});

test('offsets are UTF-16 code units', () => {
  const text = '{"𝒳é"} + rate(y)';
  const [diagnostic] = language.check(text);
  assert.equal(text.slice(diagnostic.from, diagnostic.to), 'y');
  const last = language.tokens(text).at(-2);
  assert.deepEqual([last.kind, text.slice(last.from, last.to)], ['metric', 'y']);
  const hover = language.hover(text, text.indexOf('rate') + 1);
  assert.equal(text.slice(hover.from, hover.to), 'rate');
});

test('features and variables change what is accepted', () => {
  assert.equal(language.check('sort_by_label(up, "job")').length, 1);
  assert.deepEqual(language.check('sort_by_label(up, "job")', { features: ['promql-experimental-functions'] }), []);
  assert.ok(language.check('rate(x[$__interval])').length > 0);
  assert.deepEqual(language.check('rate(x[$__interval])', { variables: true }), []);
});

test('a query is laid out', () => {
  assert.deepEqual(language.format('sum(rate(x[5m]))by(job)'), { ok: true, text: 'sum by (job) (rate(x[5m]))' });
  const narrow = language.format('sum(rate(x[5m]))by(job)', { width: 10 });
  assert.ok(narrow.ok && narrow.text.includes('\n'));
  const broken = language.format('sum(');
  assert.ok(!broken.ok && broken.diagnostics.length > 0);
});

test('findings have fixes, and lints are turned off', () => {
  const text = 'sum(up{job=~"api"})';
  const [finding] = language.lint(text);
  assert.equal(finding.severity, 'warning');
  assert.match(finding.url, /#pql401-regex-plain-string$/);
  const [{ edits, safe }] = finding.fixes;
  assert.ok(safe);
  const fixed = edits.reduceRight((fixed, { from, to, insert }) => fixed.slice(0, from) + insert + fixed.slice(to), text);
  assert.equal(fixed, 'sum(up{job="api"})');
  assert.deepEqual(language.fix(text), { text: fixed, applied: 1 });
  assert.deepEqual(language.lint(text, { lints: { 'regex-plain-string': 'off' } }), []);
});

test('completion asks and is answered', () => {
  const text = 'sum by (job) (rate(http';
  assert.deepEqual(language.completionRequests(text, text.length), [{ kind: 'metrics' }]);
  const metrics = [{ name: 'http_requests_total', type: 'counter', help: 'Requests.' }, { name: 'up' }];
  const { items, incomplete } = language.complete(text, text.length, [{ metrics }]);
  assert.equal(incomplete, false);
  assert.deepEqual([items[0].label, items[0].kind, items[0].from, items[0].to], ['http_requests_total', 'metric', 19, 23]);
  assert.deepEqual(language.completionRequests('up{job="', 8), [
    { kind: 'labelValues', selector: '{__name__="up"}', label: 'job' },
  ]);
  const values = language.complete('up{job="', 8, [{ values: ['node', 'api'] }]).items.map((item) => item.label);
  assert.deepEqual(values.sort(), ['api', 'node']);
});

test('functions have documentation that is rendered when it is read', () => {
  const { items } = language.complete('ra', 2);
  const rate = items.find((item) => item.label === 'rate');
  assert.equal(rate.snippet, 'rate(${1:v}[${2:5m}])');
  assert.match(rate.documentation, /per-second/);
  assert.match(JSON.stringify(rate), /per-second/);
});

test('a snapshot answers without requests', async () => {
  const known = await loadLanguage();
  const labels = { job: { n_values: 2, on_all: true, values: ['api', 'node'] } };
  const metrics = { up: { type: 'gauge', help: 'Whether.', n_series: 2, labels } };
  assert.deepEqual(known.setMetadata(JSON.stringify({ version: 1, metrics })), { ok: true });
  assert.equal(known.complete('u', 1).items[0].label, 'up');
  assert.match(known.hover('up', 1).markdown, /Whether\./);
  assert.deepEqual(known.complete('up{job="a', 9).items.map((item) => item.label), ['api']);
  for (const bad of ['', '[]', '{"version":2,"metrics":{}}', '{"version":1}', 'null']) {
    assert.equal(known.setMetadata(bad).ok, false, bad);
  }
});

test('signatures, folding and selection', () => {
  const help = language.signatureHelp('histogram_quantile(0.9, x', 24);
  assert.equal(help.active, 1);
  assert.ok(help.parameters.every(({ label }) => help.label.includes(label)));
  assert.equal(language.signatureHelp('up', 1), null);
  assert.deepEqual(language.foldingRanges('sum(\nup\n)'), [{ from: 4, to: 8 }]);
  assert.deepEqual(language.selectionRanges('sum(up)', 5), [{ from: 4, to: 6 }, { from: 0, to: 7 }]);
});

/** Calls everything, and checks that places are inside of the text. */
function askEverything(text) {
  const isInside = ({ from, to }) => assert.ok(0 <= from && from <= to && to <= text.length, JSON.stringify(text));
  const check = (diagnostic) => {
    assert.notEqual(diagnostic.code, 'trap', `${diagnostic.message}: ${JSON.stringify(text.slice(0, 80))}`);
    isInside(diagnostic);
    diagnostic.labels.forEach(isInside);
    diagnostic.fixes.flatMap((fix) => fix.edits).forEach(isInside);
  };
  for (const options of [undefined, { variables: true, features: ['promql-unquoted-utf8-names', 'nosuch'] }]) {
    const parsed = language.parse(text, options);
    parsed.nodes.forEach(isInside);
    assert.ok(parsed.nodes.every(({ children }) => children.every((child) => parsed.nodes[child] !== undefined)));
    parsed.diagnostics.forEach(check);
    language.check(text, options).forEach(check);
    language.lint(text, options).forEach(check);
    const formatted = language.format(text, options);
    if (formatted.ok) assert.equal(language.format(formatted.text, options).ok, true);
    else formatted.diagnostics.forEach(check);
    assert.equal(typeof language.fix(text, { ...options, unsafe: true }).text, 'string');
    language.tokens(text, options).forEach(isInside);
  }
  language.foldingRanges(text).forEach(isInside);
}

function askAt(text, offset) {
  const isInside = ({ from, to }) => assert.ok(0 <= from && from <= to && to <= text.length, JSON.stringify(text));
  language.completionRequests(text, offset);
  language.complete(text, offset).items.forEach(isInside);
  language.complete(text, offset, [{ values: ['é'] }, { metrics: [{ name: '' }] }]).items.forEach(isInside);
  language.selectionRanges(text, offset).forEach(isInside);
  language.signatureHelp(text, offset);
  const hover = language.hover(text, offset);
  if (hover) isInside(hover);
}

test('no text and no offset is too much', () => {
  for (const text of [...GOOD, ...BROKEN]) {
    askEverything(text);
    for (const offset of [...OFFSETS, ...Array(text.length + 1).keys()]) askAt(text, offset);
  }
});

test('no depth is too much', () => {
  for (const text of DEEP) {
    askEverything(text);
    for (const offset of [0, text.length / 2, text.length]) askAt(text, offset);
  }
  for (const text of DEEPEST) {
    const { nodes, diagnostics } = language.parse(text);
    assert.ok(nodes.length > 0 && diagnostics.every(({ code }) => code !== 'trap'), JSON.stringify(text.slice(0, 10)));
    assert.ok(language.tokens(text).length > 0);
    assert.equal(language.complete(text, text.length, []).items.length >= 0, true);
  }
});

test('no noise is too much', () => {
  for (const text of noise(600, 7)) {
    askEverything(text);
    askAt(text, text.length / 2);
  }
});

test('memory stays flat', () => {
  const ask = (n) => {
    for (let i = 0; i < n; i++) {
      language.check(GOOD[1]);
      language.complete('sum(ra', 6);
    }
    return glue.memoryBytes();
  };
  const before = ask(1_000);
  assert.equal(ask(9_000), before);
});

test('a trap is a diagnostic, and the next call works', () => {
  const original = glue.Language.prototype.check;
  glue.Language.prototype.check = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  const failed = language.check('up');
  glue.Language.prototype.check = original;
  assert.deepEqual([failed.length, failed[0].code, failed[0].to], [1, 'trap', 2]);
  assert.deepEqual(language.check('up'), []);
});
