// The types of the package are exact: a program that uses them all compiles.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('a program that uses every type compiles', () => {
  const path = (name) => fileURLToPath(new URL(name, import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [path('../node_modules/typescript/bin/tsc'), '-p', path('tsconfig.json')]);
  assert.equal(status, 0, String(stdout));
});
