// The gradient of every class of layers and of every operation on webgl, beside differences in double precision.
import { cases, idOf } from '../../measure/gradients/cases.mjs';
import { faults, rowsOf } from '../../measure/gradients/compare.mjs';
import { doublePrecision } from '../../measure/gradients/double-precision.mjs';
import { expectedOf } from '../../measure/gradients/gradients.mjs';
import { webglScript } from '../../measure/gradients/on-webgl.mjs';
import { open, pageOf, report } from './pages.mjs';

/** Computes every case in a page and reports what is beyond the tolerance. */
export async function tryGradients(where) {
  await pageOf('gradients', webglScript);
  const double = doublePrecision();
  const expected = Object.fromEntries(cases.map((one) => [idOf(one), expectedOf(one, double)]));
  const page = await open(where, 'gradients');
  await page.global('tries');
  const began = performance.now();
  const webgl = await page.call('compute', ['tape', 'walk', 'classifier']);
  const wrong = faults(rowsOf(cases, expected, { webgl }));
  report('webgl, gradients', wrong);
  const seconds = (performance.now() - began) / 1000;
  console.log(`webgl, gradients: ${cases.length} cases in ${seconds.toFixed(0)} s, ${wrong.length} of them wrong`);
  await page.close();
}
