// Prometheus's test scripts and recorded answers inside of WebAssembly: as many pass as natively.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../../../', import.meta.url);
const shared = new URL('../shared/v3.16/', root);
const module = new URL('target/wasm/scripts/scripts.js', root);
const isCi = process.env.CI === 'true';
const missing = [shared, module].find((url) => !existsSync(url));
const skip = missing && !isCi ? `${missing.pathname} is not there` : false;

const read = (url) => readFileSync(url, 'utf8');

/** Rows of a table of native results: the file, how many cases pass, how many there are. */
function table(name) {
  const rows = read(new URL(`testdata/conformance/${name}`, root)).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(rows.map((row) => row.split('\t')).map(([file, ...numbers]) => [file, numbers.map(Number)]));
}

async function load() {
  const glue = await import(module);
  await glue.default({ module_or_path: readFileSync(new URL('scripts_bg.wasm', module)) });
  return glue;
}

test('scripts', { skip }, async () => {
  const glue = await load();
  const native = table('promqltest.tsv');
  let nCases = 0;
  for (const file of readdirSync(new URL('promqltest/', shared)).filter((name) => name.endsWith('.test'))) {
    const { cases, failures } = JSON.parse(glue.runScript(read(new URL(`promqltest/${file}`, shared))));
    const [nPassed, nTotal] = native.get(file);
    assert.deepEqual([cases - failures.length, cases], [nPassed, nTotal], `${file}: ${failures.slice(0, 3).join('\n')}`);
    nCases += cases;
  }
  assert.ok(nCases > 2_000, `${nCases} evals`);
  console.log(`${nCases} evals of scripts`);
});

test('recorded answers', { skip }, async () => {
  const glue = await load();
  const folder = new URL('oracle/recorded/', shared);
  let nCases = 0;
  for (const data of ['floats', 'classic', 'cluster', 'starts', 'names', 'native']) {
    const script = read(new URL(`${data}.test`, folder));
    for (const queries of ['off', 'all', 'smith']) {
      const file = new URL(`${data}.${queries}.jsonl`, folder);
      if (!existsSync(file)) continue;
      const { cases, failures } = JSON.parse(glue.runRecorded(script, read(file).trimEnd(), queries !== 'off'));
      assert.deepEqual(failures.slice(0, 3), [], file.pathname);
      nCases += cases;
    }
  }
  assert.ok(nCases > 5_000, `${nCases} answers`);
  console.log(`${nCases} recorded answers`);
});
