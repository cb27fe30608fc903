// Tries a fault on a program until it has hit as often as asked for.
import { rmSync } from 'node:fs';
import { random } from '@interp/core';
import { newFolder, reference } from './kill.mjs';

/**
 * A row of the record.
 *
 * @param scenario - one of `killScenarios`
 * @param fault - the fault's name
 * @param options - `tries`, `seed`, and `place`, a folder for the program's files
 * @param once - one try, given `folder`, `shared`, `usual` and `draw`, a number from 0 to 1: what went wrong, `faults`, and whether it `hit`;
 *   nothing where the fault cannot be had here
 * @returns the row; nothing where the fault cannot be had here
 */
export async function tried(scenario, fault, { tries, seed, place }, once) {
  const shared = await scenario.prepare(place);
  const source = random(seed);
  try {
    const usual = await reference(scenario, place, shared);
    const done = { tries: 0, left: 0, lost: 0, faults: [] };
    for (let turn = 0; done.tries < tries && turn < 4 * tries; turn++) {
      const folder = newFolder(place);
      const outcome = await once({ folder, shared, usual, draw: () => source.uniform() });
      if (!outcome) return undefined;
      const { faults, hit } = outcome;
      done.tries += hit || faults.length > 0 ? 1 : 0;
      done.lost += faults.length > 0 ? 1 : 0;
      done.faults.push(...faults);
      rmSync(folder, { recursive: true });
    }
    return { fault, name: scenario.name, what: scenario.what, ...done, survived: done.tries - done.lost };
  } finally {
    scenario.end?.(shared);
  }
}
