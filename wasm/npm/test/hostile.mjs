// Texts and offsets that no function may fail on.

/** Random numbers, the same in each run. */
export function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const GOOD = [
  'up',
  'sum by (job) (rate(http_requests_total{code=~"5..", method!="GET"}[5m])) / on (job) group_left sum(up)',
  'histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m] offset 1m)))',
  'max_over_time(rate(x[1m])[10m:30s]) > bool 3 # a comment',
  '{"a metric", "a.label"="é𝒳"} @ 1.5',
  '"a string"',
  '-1 + 2 ^ 0x1f',
];

export const BROKEN = ['', ' ', 'sum(', 'rate(x[5m', '{a="', 'sum by (', '1 +', 'x[', '$x', 'é𝒳(', ')', '"\\', '\u0000'];

const deep = (n) => [
  `${'('.repeat(n)}1${')'.repeat(n)}`,
  '('.repeat(n),
  `${'sum('.repeat(n)}x${')'.repeat(n)}`,
  `${'-'.repeat(n)}x`,
  `${'1 + '.repeat(n)}1`,
  `${'a and ('.repeat(n)}x`,
  `x${'[5m:]'.repeat(n)}`,
  '{'.repeat(n),
  `x[${'('.repeat(n)}5m`,
  `{a=~"${'('.repeat(n)}a${')'.repeat(n)}"}`,
];

/** Deep texts, of which some are queries. */
export const DEEP = deep(400);

/** Texts beyond any limit. */
export const DEEPEST = deep(10_000);

/** Random texts: bytes, halves of pairs, pieces of queries. */
export function* noise(n, seed) {
  const pick = random(seed);
  const pieces = ['sum', ' by ', '(', ')', '{', '}', '[', ']', '5m', ':', '"', "'", '`', '=~', '!=', ',', 'x', '1e9', '@', ' offset ',
    '#', '\n', '\ud800', '\udc00', '𝒳', 'é', '\u0000', '$', '${x}', '[[', 'rate', 'and', 'group_left', '\\', '\r', '-', '+'];
  for (let i = 0; i < n; i++) {
    let text = '';
    const length = pick(40);
    for (let at = 0; at < length; at++) {
      text += pick(4) === 0 ? String.fromCharCode(pick(0x10000)) : pieces[pick(pieces.length)];
    }
    yield text;
  }
}

export const OFFSETS = [0, 1, 3, 1_000_000, 2 ** 32 + 1, -1, 0.5, NaN, Infinity, -Infinity];
