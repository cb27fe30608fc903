import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { root } from '../workspace.mjs';

/** How the work is driven, not what it does. */
const driving = new Set(['onStep', 'signal', 'yieldEvery', 'onCheckpoint', 'total']);

/** The names of all options of a package: the fields of its interfaces whose names end in `Options`. */
const optionNames = (name: string): readonly string[] => {
  const folder = join(root, 'packages', name, 'src');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const names = sources.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/^export interface \w*Options\b[^{]*\{(.*?)^\}/gms)].flatMap(
      ([, body]) => [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, field]) => field),
    ),
  );
  return [...new Set(names)].filter((field) => !driving.has(field)).sort();
};

/** What nobody means. Numbers are small, so that what is taken comes to its end. */
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(NaN, Infinity, -Infinity, -1, -0, 0, 1e-320, 0.5, 1, 1.5, 2, 3, -1e308),
  fc.constantFrom('', '1', 'constructor', '__proto__', 'toString', 'all', 'random'),
  fc.constantFrom(undefined, null, true, false, [], {}, [NaN], [1, 2], [[]], { length: 3 }, 2n, Symbol.iterator),
  fc.constantFrom(
    new Float32Array(2),
    new Float32Array([NaN]),
    new Date(0),
    () => NaN,
    () => undefined,
  ),
);

/** Some options of a package with values of all kinds; now and then no object at all. */
export const hostileOptions = (name: string): fc.Arbitrary<object> =>
  fc
    .dictionary(fc.constantFrom(...optionNames(name)), value, { minKeys: 1, maxKeys: 3, noNullPrototype: true })
    .map((options) => options);
