import { join } from 'node:path';
import { readJson, root } from '../../lib/workspace.mjs';

const units = { packed: 2 ** 10, unpacked: 2 ** 10, installed: 2 ** 20 };
const names = { packed: 'KiB packed', unpacked: 'KiB unpacked', installed: 'MiB installed with all that it needs' };

/**
 * What each package may weigh: `packed` and `unpacked` in KiB, `installed` (with all that comes with it) in MiB.
 *
 * @returns {Record<string, Record<string, number>>}
 */
export const readBudgets = () => readJson(join(root, 'tools', 'rehearse', 'release', 'budgets.json'));

/**
 * What of a package is larger than its budget, a line each.
 *
 * @param {{ name: string, packed: number, unpacked: number, installed: number }} sizes - in bytes
 * @param {Record<string, Record<string, number>>} budgets - as in budgets.json
 * @returns {string[]}
 */
export function overBudget(sizes, budgets) {
  const budget = budgets[sizes.name];
  if (budget === undefined) return ['has no budget; give it one in tools/rehearse/release/budgets.json'];
  return Object.keys(units).flatMap((kind) => {
    const size = sizes[kind] / units[kind];
    return size <= budget[kind]
      ? []
      : [`${size.toFixed(1)} ${names[kind]}, more than its budget of ${budget[kind]}; make it smaller, or say why not`];
  });
}
