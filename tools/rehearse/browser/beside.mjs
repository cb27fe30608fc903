// What a page computes, beside what Node.js does.
import { described, differences } from './compare.mjs';
import { report } from './pages.mjs';

/** Runs one of the page's tries and compares. */
export async function beside(page, expected, label, name, ...args) {
  const found = await page.call(name, ...args);
  const all = differences(expected.values, found.values, expected.exceptions);
  report(
    label,
    all.filter(({ isFine }) => !isFine).map((each) => `${described(each)} is beyond ${each.tolerance}`),
  );
  if (`${found.said}` !== `${expected.said}`) report(label, [`it says ${found.said}; Node.js says ${expected.said}`]);
  const farthest = all.sort((a, b) => b.largest - a.largest).slice(0, 9);
  const of = all.length > farthest.length ? ` of ${all.length}` : '';
  console.log(
    `${label}: ${found.seconds.toFixed(1)} s, farthest${of} from Node.js: ${farthest.map(described).join(', ')}`,
  );
  return found;
}
