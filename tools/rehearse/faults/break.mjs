// Lets a program write to a place that does not take it, looks at what it says and leaves, and lets it write there again.
import { start } from './program.mjs';
import { lookAt } from './sound.mjs';
import { tried } from './tries.mjs';

/** What a program may say that cannot write: one line that names the reason. */
const oneLine = /^interp: [^\n]*(?:cannot be written to|is full)[^\n]*\n$/;

const faultsOf = async (scenario, { broken, folder, shared, usual, bytes }) => {
  const options = broken.enter(folder, bytes);
  if (!options) return undefined;
  try {
    scenario.before?.(folder, shared);
    broken.before?.(folder, bytes);
    const faults = [];
    const failed = await start(scenario.args(folder, shared), options);
    if (failed.code !== 0 && !(failed.code === 1 && oneLine.test(failed.err)))
      faults.push(`ended with ${failed.code ?? failed.signal}: ${failed.err.slice(-300)}`);
    const seen = lookAt(folder);
    faults.push(
      ...seen.broken,
      ...seen.left.filter((name) => !name.endsWith('.part')).map((name) => `${name} is left`),
    );
    if (scenario.between && !scenario.between(folder, shared, usual.whole))
      faults.push('is neither the old nor the new');
    broken.leave(folder);
    const run = await start(scenario.args(folder, shared));
    if (run.code !== 0) faults.push(`did not go on: ${run.err.slice(-200)}`);
    else if (scenario.result(folder) !== usual.whole) faults.push('went on to another result');
    return { faults, hit: failed.code !== 0 };
  } finally {
    broken.end(folder);
  }
};

/**
 * Runs a program in places with room for a random part of what it writes.
 *
 * @param scenario - one of `killScenarios`
 * @param broken - one of `brokenPlaces`
 * @param options - `tries`, `seed`, and `place`, a folder for its files
 * @returns a row of the record; nothing where this user cannot make such a place
 */
export const breaking = (scenario, broken, options) =>
  tried(scenario, broken.name, options, ({ folder, shared, usual, draw }) =>
    faultsOf(scenario, { broken, folder, shared, usual, bytes: draw() * usual.bytes }),
  );
