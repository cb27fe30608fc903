// Kills a program again and again, looks at what is there, and lets it come to its end.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '@interp/core';
import { filesUnder } from '../../lib/workspace.mjs';
import { momentOf, start, startAndSignal, watchFolder } from './program.mjs';
import { lookAt } from './sound.mjs';

/** Most kills before a program may come to its end. */
const inARow = 9;

/** A folder for one try. */
export const newFolder = (place) => mkdtempSync(join(place, 'try-'));

/** How a run may end that was sent a signal: by it, with 130 (which is how interruptions end), or at its own end before. */
const endsAsItMay = ({ code, signal }, sent) => signal === sent || (sent === 'SIGTERM' && code === 130);

/** What comes of a run that nobody touches, and how long it takes and what it writes. */
export async function reference(scenario, place, shared) {
  const folder = newFolder(place);
  scenario.before?.(folder, shared);
  const watcher = watchFolder(folder, () => undefined);
  const run = await start(scenario.args(folder, shared));
  if (run.code !== 0) throw new Error(`${scenario.name} ended with ${run.code}: ${run.err.slice(-300)}`);
  watcher.close();
  const whole = scenario.result(folder);
  const bytes = filesUnder(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  rmSync(folder, { recursive: true });
  return { whole, bytes, ms: run.ms, changes: Math.max(1, watcher.count()) };
}

/** One program, killed up to nine times, then let be. */
async function row(scenario, { place, shared, usual, draw, most, signal }) {
  const folder = newFolder(place);
  scenario.before?.(folder, shared);
  const faults = [];
  let [kills, left, ended] = [0, 0, false];
  while (!ended && kills < Math.min(inARow, most)) {
    const moment = momentOf(draw, usual);
    const run = await startAndSignal(scenario.args(folder, shared), { folder, moment, signal });
    if (endsAsItMay(run, signal)) kills++;
    else {
      ended = true;
      if (run.code !== 0) faults.push(`ended with ${run.code}: ${run.err.slice(-200)}`);
    }
    const seen = lookAt(folder);
    left += seen.left.length > 0 ? 1 : 0;
    faults.push(...seen.broken);
    if (scenario.between && !scenario.between(folder, shared, usual.whole))
      faults.push('is neither the old nor the new');
  }
  const run = await start(scenario.args(folder, shared));
  if (run.code !== 0) faults.push(`did not go on: ${run.err.slice(-200)}`);
  else if (scenario.result(folder) !== usual.whole) faults.push('went on to another result');
  if (faults.length === 0) rmSync(folder, { recursive: true });
  else kills = Math.max(1, kills);
  return { kills, left, faults };
}

/**
 * Kills a program until there are as many tries as asked for.
 *
 * @param scenario - one of `killScenarios`
 * @param options - `tries`, `seed`, `place`, a folder for its files, and the `signal`
 * @returns a row of the record
 */
export async function killing(scenario, { tries, seed, place, signal = 'SIGKILL' }) {
  const shared = await scenario.prepare(place);
  const source = random(seed);
  const draw = () => source.uniform();
  try {
    const usual = await reference(scenario, place, shared);
    const done = { tries: 0, left: 0, lost: 0, faults: [] };
    while (done.tries < tries) {
      const most = tries - done.tries;
      const { kills, left, faults } = await row(scenario, { place, shared, usual, draw, most, signal });
      done.tries += kills;
      done.left += left;
      done.lost += faults.length > 0 ? kills : 0;
      done.faults.push(...faults);
    }
    return { fault: signal, name: scenario.name, what: scenario.what, ...done, survived: done.tries - done.lost };
  } finally {
    scenario.end?.(shared);
  }
}
