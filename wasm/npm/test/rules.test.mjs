// Rule files: linted and evaluated.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createEngine } from '../dist/index.js';
import { BROKEN, noise } from './hostile.mjs';

const engine = await createEngine({ module: 'files' });

const RULES = `groups:
  - name: g
    interval: 1m
    rules:
      - record: job:up:sum
        expr: sum by (job) (up)
      - alert: Down
        expr: up{instance=~"b"} == 0
        for: 2m
        annotations: { summary: "{{ $labels.instance }} is down" }
`;

test('a file is linted, and a fix changes the file', async () => {
  const findings = await engine.checkRules(RULES);
  const finding = findings.find(({ code }) => code === 'PQL401');
  assert.equal(RULES.slice(finding.from, finding.to), 'instance=~"b"');
  const [{ from, to, insert }] = finding.fixes[0].edits;
  assert.ok((RULES.slice(0, from) + insert + RULES.slice(to)).includes('expr: up{instance="b"} == 0'));
});

test('rules are evaluated over the data', async () => {
  const lines = [0, 1, 2, 3, 4].map((i) => `up{job="j",instance="a"} 1 ${i * 60_000}\nup{job="j",instance="b"} 0 ${i * 60_000}\n`);
  await engine.load(new TextEncoder().encode(lines.join('')));
  const at = async (time) => {
    const result = await engine.evaluateRules(RULES, time);
    assert.ok(result.ok, JSON.stringify(result));
    return result.rules;
  };
  const [record, alert] = await at(240_000);
  assert.deepEqual(record, {
    group: 'g', rule: 'job:up:sum', kind: 'record', samples: [{ labels: { __name__: 'job:up:sum', job: 'j' }, value: 1 }],
  });
  assert.deepEqual([alert.state, alert.samples.length, alert.samples[0].annotations], ['firing', 1, { summary: 'b is down' }]);
  assert.equal((await at(60_000))[1].state, 'pending');
});

test('what is refused says why', async () => {
  const refused = await engine.evaluateRules('groups: [{ name: g, rules: [{ record: x, expr: "sum(" }] }]', 0);
  assert.ok(!refused.ok && refused.errors.length > 0);
  for (const text of [...BROKEN, ...noise(300, 13), '['.repeat(10_000), '&a [*a]', `groups: ${'{a: '.repeat(5_000)}`]) {
    const findings = await engine.checkRules(text);
    assert.ok(findings.every(({ from, to, code }) => code !== 'trap' && from >= 0 && to <= text.length), JSON.stringify(text.slice(0, 60)));
    const evaluated = await engine.evaluateRules(text, 0);
    assert.ok(evaluated.ok || !evaluated.errors.some((error) => /unreachable/.test(error)), JSON.stringify(evaluated));
  }
});
