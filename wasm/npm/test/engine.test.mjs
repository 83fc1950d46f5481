// The engine in this thread and in a worker: data, results, errors, stops.

import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { after, describe, test } from 'node:test';

import { createEngine } from '../dist/index.js';
import * as glue from '../dist/raw/engine.js';
import { BROKEN, DEEP, DEEPEST, GOOD, noise, random } from './hostile.mjs';

const bytes = (text) => new TextEncoder().encode(text);

/** A counter with a sample every 15 seconds, as JSON lines. */
function counters(nSeries, nSamples) {
  const timestamps = Array.from({ length: nSamples }, (_, i) => i * 15_000);
  const line = (_, i) => JSON.stringify({
    metric: { __name__: 'requests_total', job: `j${i % 3}`, instance: `i${i}` },
    values: timestamps.map((t) => (t / 1000) * (i + 1)),
    timestamps,
  });
  return bytes(Array.from({ length: nSeries }, line).join('\n'));
}

const HISTOGRAM = '{"metric":{"__name__":"h"},"values":[],"timestamps":[],"histograms":[{"t":0,"h":{"schema":0,"count":"3","sum":"6",'
  + '"positive":{"spans":[[0,2]],"counts":[1,2]}}}]}';

for (const worker of [false, true]) {
  describe(worker ? 'in a worker' : 'in this thread', async () => {
    const engine = await createEngine({ worker });
    after(() => engine.dispose());

    test('data is loaded in each format', async () => {
      await engine.clear();
      const text = '# TYPE a gauge\n# HELP a Help.\na{x="1"} 1 1000\n';
      assert.deepEqual(await engine.load(bytes(text)), {
        ok: true, series: 1, samples: 1, minTime: 1000, maxTime: 1000, warnings: [],
      });
      assert.deepEqual((await engine.metrics()), [{ name: 'a', type: 'gauge', help: 'Help.' }]);
      const openMetrics = bytes('# TYPE b counter\nb_total 2 1.5\n# EOF\n');
      assert.equal((await engine.load(openMetrics, { format: 'openmetrics' })).maxTime, 1500);
      assert.equal((await engine.load(gzipSync(bytes('c 3\n')), { time: 7_000, labels: { job: 'z' } })).maxTime, 7_000);
      assert.equal((await engine.load(bytes(HISTOGRAM), { format: 'jsonl' })).samples, 1);
      const series = { metric: { __name__: 'd' }, values: [[1, '4'], [2.5, '+Inf'], [3, 'NaN']] };
      const answer = { status: 'success', data: { resultType: 'matrix', result: [series] } };
      assert.deepEqual(await engine.load(bytes(JSON.stringify(answer))), {
        ok: true, series: 1, samples: 3, minTime: 1000, maxTime: 3000, warnings: [],
      });
      const arrow = await engine.queryArrow('d', { start: 1000, end: 3000, step: 500 });
      assert.ok(arrow.ok);
      const loaded = await engine.load(arrow.bytes, { labels: { copy: 'yes' } });
      assert.equal(loaded.ok && loaded.series, 1);
      assert.deepEqual(await engine.labelNames(), ['__name__', 'copy', 'job', 'x']);
      assert.deepEqual(await engine.labelValues('__name__'), ['a', 'b_total', 'c', 'd', 'h']);
      assert.deepEqual(await engine.labelValues('job', '{__name__="c"}'), ['z']);
      assert.deepEqual(await engine.labelValues('job', 'no selector('), []);
      assert.deepEqual(await engine.metadata([{ kind: 'metrics', selector: '{__name__="a"}' }, { kind: 'labelNames' }]), [
        { metrics: [{ name: 'a', type: 'gauge', help: 'Help.' }] },
        { values: ['__name__', 'copy', 'job', 'x'] },
      ]);
    });

    test('data that cannot be read is told with its line', async () => {
      await engine.clear();
      const failed = await engine.load(bytes('a 1\nb {\n'), { name: 'x.prom' });
      assert.equal(failed.line, 2);
      assert.match(failed.message, /^x\.prom: line 2/);
      const skipped = await engine.load(bytes('a 1\nb {\n'), { name: 'x.prom', maxErrors: 1 });
      assert.ok(skipped.ok && skipped.samples === 1 && skipped.warnings[0].startsWith('x.prom: '));
      for (const [format, text] of [['prometheus-api', '{}'], ['prometheus-api', '['], ['arrow', 'x'], ['jsonl', '{"a":']]) {
        assert.equal((await engine.load(bytes(text), { format })).ok, false, format);
      }
      assert.equal((await engine.load(new Uint8Array([0x1f, 0x8b, 1, 2, 3]))).ok, false);
    });

    test('results have the types of their queries', async () => {
      await engine.clear();
      await engine.load(bytes('a{x="1"} 1 1000\na{x="2"} NaN 1000\n'));
      await engine.load(bytes(HISTOGRAM));
      const value = async (text) => {
        const result = await engine.query(text, { time: 1000 });
        assert.ok(result.ok, JSON.stringify(result));
        return result.value;
      };
      assert.deepEqual(await value('-1 / 0'), { type: 'scalar', time: 1000, value: -Infinity });
      assert.deepEqual(await value('"é"'), { type: 'string', time: 1000, value: 'é' });
      assert.deepEqual(await value('a'), {
        type: 'vector',
        time: 1000,
        samples: [
          { labels: { __name__: 'a', x: '1' }, value: 1 },
          { labels: { __name__: 'a', x: '2' }, value: NaN },
        ],
      });
      const buckets = [{ lower: 0.5, upper: 1, count: 1, boundaries: 0 }, { lower: 1, upper: 2, count: 2, boundaries: 0 }];
      const histogram = { count: 3, sum: 6, buckets };
      assert.deepEqual((await value('h')).samples, [{ labels: { __name__: 'h' }, histogram }]);
      const windows = await value('{__name__=~"a|h"}[5s]');
      assert.equal(windows.type, 'range-vector');
      assert.deepEqual(windows.series.map(({ times, values }) => [[...times], [...values]]), [
        [[1000], [1]], [[1000], [NaN]], [[0], [NaN]],
      ]);
      assert.deepEqual(windows.series[2].histograms, new Map([[0, histogram]]));
    });

    test('a range query has a cell for each step', async () => {
      await engine.clear();
      await engine.load(bytes('a 1 1000\na NaN 2000\n'));
      await engine.load(bytes(HISTOGRAM));
      const result = await engine.queryRange('{__name__=~"a|h"}', { start: 0, end: 3000, step: 1000, lookbackMs: 1000 });
      assert.ok(result.ok);
      const { type, start, step, steps, series } = result.value;
      assert.deepEqual([type, start, step, steps], ['matrix', 0, 1000, 4]);
      assert.deepEqual(series.map((one) => one.labels.__name__), ['a', 'h']);
      assert.deepEqual([...series[0].present], [0, 1, 1, 0]);
      assert.deepEqual([...series[0].values], [NaN, 1, NaN, NaN]);
      assert.deepEqual([...series[1].histograms.keys()], [0]);
      assert.ok(result.stats.samplesRead > 0 && result.stats.seriesRead === 2 && result.stats.elapsedMs >= 0);
    });

    test('errors are values with places', async () => {
      const failed = await engine.query('sum(é𝒳) + rate(x)', { time: 0, features: ['promql-unquoted-utf8-names'] });
      assert.ok(!failed.ok && failed.error.kind === 'parse');
      const text = 'sum(é𝒳) + rate(x)';
      assert.ok(failed.error.diagnostics.some(({ from, to }) => text.slice(from, to) === 'x'), JSON.stringify(failed));
      const steps = await engine.queryRange('a', { start: 0, end: 2 ** 53 - 1, step: 1 });
      assert.deepEqual([steps.ok, steps.error.kind], [false, 'limit']);
      assert.match(steps.error.message, /steps/);
      for (const end of [2 ** 32, 2 ** 33, Infinity]) {
        const beyond = await engine.queryRange('vector(1)', { start: 0, end, step: 1 });
        assert.deepEqual([beyond.ok, beyond.error?.kind], [false, 'limit'], String(end));
      }
      for (const step of [0, -1, NaN]) {
        assert.equal((await engine.queryRange('vector(1)', { start: 0, end: 1, step })).ok, false);
      }
      const samples = await engine.query('a[1h]', { time: 0, maxSamples: 1 });
      assert.ok(samples.ok || samples.error.kind === 'limit');
      const json = JSON.parse(await engine.queryJson('sum(', { time: 0 }));
      assert.deepEqual([json.status, json.errorType], ['error', 'bad_data']);
      const explained = await engine.explain('sum(');
      assert.ok(!explained.ok && explained.diagnostics.length > 0);
    });

    test('annotations have places', async () => {
      await engine.clear();
      await engine.load(bytes('a 1 500\na 1 1000\n'));
      const result = await engine.queryRange('rate(a[5s])', { start: 0, end: 1000, step: 1000 });
      assert.deepEqual(result.annotations.map(({ severity, range }) => [severity, range]), [['info', { from: 5, to: 10 }]]);
    });

    test('answers are those of the API', async () => {
      const json = await engine.queryJson('a', { time: 1000 });
      assert.equal(json, '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"a"},"value":[1,"1"]}]}}');
      const explained = await engine.explain('sum(a)', { start: 0, end: 60_000, step: 15_000 });
      assert.ok(explained.ok && explained.text.includes('aggregate sum'));
    });

    test('nothing that is asked is too much', async () => {
      await engine.clear();
      await engine.load(counters(3, 20));
      const texts = [...GOOD, ...BROKEN, ...DEEP, ...noise(200, 11)];
      for (const text of texts) {
        const results = [
          await engine.query(text, { time: 100_000 }),
          await engine.queryRange(text, { start: 0, end: 200_000, step: 50_000 }),
        ];
        for (const result of results) assert.ok(result.ok || result.error.kind !== 'trap', JSON.stringify(result.error));
        JSON.parse(await engine.queryJson(text, { time: NaN }));
        await engine.explain(text);
      }
      for (const text of DEEPEST) {
        const result = await engine.query(text, { time: 0 });
        assert.ok(!result.ok && result.error.kind === 'parse', text.slice(0, 10));
      }
      const pick = random(3);
      for (let i = 0; i < 300; i++) {
        const noisy = Uint8Array.from({ length: pick(300) }, () => pick(256));
        for (const format of ['auto', 'exposition', 'openmetrics', 'jsonl', 'arrow', 'prometheus-api']) {
          const loaded = await engine.load(noisy, { format });
          assert.equal(typeof loaded.ok, 'boolean');
        }
      }
    });

    test('Arrow that is broken harms nothing', async () => {
      await engine.clear();
      await engine.load(counters(3, 20));
      const arrow = await engine.queryArrow('requests_total', { start: 0, end: 200_000, step: 50_000 });
      const pick = random(5);
      for (let i = 0; i < 300; i++) {
        const broken = arrow.bytes.slice(0, pick(4) === 0 ? pick(arrow.bytes.length) : undefined);
        for (let n = 0; n <= pick(4); n++) broken[pick(broken.length)] = pick(256);
        const loaded = await engine.load(broken, { format: 'arrow' });
        assert.equal(typeof loaded.ok, 'boolean');
        if (loaded.ok) continue;
        // Where the reader failed beyond repair, there is a new instance with the data that was there.
        const there = await engine.query('count(requests_total)', { time: 200_000 });
        assert.ok(there.ok && there.value.samples[0].value >= 3, `${JSON.stringify(loaded)} ${JSON.stringify(there)}`);
      }
    });

    test('progress is told, and a signal stops the query within 100 ms', async () => {
      await engine.clear();
      await engine.load(counters(100, 3_000));
      const options = { start: 0, end: 45_000_000, step: 1_000 };
      const slow = 'sum(max_over_time(requests_total[1h]) + quantile_over_time(0.5, requests_total[1h]))';
      const stop = new AbortController();
      let stoppedAt = 0;
      const seen = [];
      const onProgress = (fraction) => {
        seen.push(fraction);
        if (stoppedAt === 0 && worker) {
          stoppedAt = performance.now();
          stop.abort();
        }
      };
      const result = await engine.queryRange(slow, { ...options, signal: stop.signal, onProgress, timeoutMs: worker ? 120_000 : 200 });
      const waited = performance.now() - stoppedAt;
      assert.ok(seen.length > 0 && seen.every((fraction) => fraction >= 0 && fraction <= 1));
      assert.ok(!result.ok);
      assert.equal(result.error.kind, worker ? 'cancelled' : 'timeout');
      // Machines are slow: that it is far below the time of the query is checked.
      if (worker) assert.ok(waited < 2_000, `${waited} ms`);
      const again = await engine.query('count(requests_total)', { time: 45_000_000 - 15_000 });
      assert.equal(again.ok && again.value.samples[0].value, 100);
    });

    test('what is stopped before it begins does not begin', async () => {
      const stopped = await engine.query('1', { time: 0, signal: AbortSignal.abort() });
      assert.equal(stopped.error.kind, 'cancelled');
    });

    test('memory stays flat over 10,000 queries', async () => {
      await engine.clear();
      await engine.load(counters(20, 100));
      const ask = async (n) => {
        for (let i = 0; i < n; i++) {
          const options = { start: 0, end: 1_000_000, step: 100_000 };
          const result = await engine.queryRange('sum by (job) (rate(requests_total[5m]))', options);
          assert.ok(result.ok);
        }
        return engine.memory();
      };
      const before = await ask(1_000);
      assert.equal(await ask(9_000), before);
    });
  });
}

test('a trap is told, and a new instance has the data', async () => {
  const reasons = [];
  const engine = await createEngine({ onRestart: (reason) => reasons.push(reason) });
  const other = await createEngine();
  await engine.load(bytes('a 1 1000\n'));
  await other.load(bytes('b 1 1000\n'));
  const original = glue.Engine.prototype.query;
  glue.Engine.prototype.query = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  const failed = await engine.query('a', { time: 1000 });
  glue.Engine.prototype.query = original;
  assert.deepEqual([failed.ok, failed.error.kind], [false, 'trap']);
  const again = await engine.query('a', { time: 1000 });
  assert.equal(again.ok && again.value.samples.length, 1);
  assert.deepEqual(reasons, ['unreachable']);
  // The engine that shares the instance has lost it too.
  const others = await other.query('b', { time: 1000 });
  assert.equal(others.ok && others.value.samples.length, 1);
});

test('an engine that was disposed of cancels', async () => {
  const engine = await createEngine({ worker: true });
  const running = engine.query('1', { time: 0 });
  engine.dispose();
  assert.equal((await running).error?.kind, 'cancelled');
  assert.equal((await engine.load(bytes('a 1\n'))).ok, false);
});

test('a module that is not there rejects', async () => {
  await assert.rejects(createEngine({ worker: true, wasm: new URL('./nosuch.wasm', import.meta.url) }));
});
