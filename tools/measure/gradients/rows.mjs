// node tools/measure/gradients/rows.mjs: the sweep on cpu and wasm; prints what is wrong, as JSON.
import { pathToFileURL } from 'node:url';
import { startBackend } from '@interp/backend';
import { cases, idOf } from './cases.mjs';
import { faults, rowsOf } from './compare.mjs';
import { doublePrecision } from './double-precision.mjs';
import { allFound, expectedOf } from './gradients.mjs';

const on = (backend) => async (ways) => {
  await startBackend(backend);
  return allFound(ways);
};

/** How what a backend of this process gives is had. */
export const here = { cpu: on('cpu'), wasm: on('wasm') };

/**
 * Every case on some backends.
 *
 * @param {Record<string, (ways?: readonly string[]) => Promise<any>>} backends - how what each gives is had; one that fails is left out
 * @param {readonly string[]} [ways] - which ways of computing. Default all
 * @returns {Promise<ReturnType<typeof rowsOf>>}
 */
export async function rowsOn(backends, ways) {
  const double = doublePrecision();
  const expected = Object.fromEntries(cases.map((one) => [idOf(one), expectedOf(one, double)]));
  /** @type {Record<string, any>} */
  const found = {};
  for (const [backend, find] of Object.entries(backends)) {
    const began = performance.now();
    try {
      found[backend] = await find(ways);
      console.error(`${backend}: ${cases.length} cases in ${Math.round((performance.now() - began) / 1000)} s`);
    } catch (error) {
      console.error(`${backend}: not measured, ${error.message}`);
    }
  }
  return rowsOf(cases, expected, found);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rows = await rowsOn(here, ['tape', 'walk', 'classifier']);
  process.stdout.write(JSON.stringify({ backends: Object.keys(rows[0].backends), faults: faults(rows) }));
}
