// Two programs at once, and threads that die.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { root } from '../../lib/workspace.mjs';
import { start } from './program.mjs';
import { lookAt } from './sound.mjs';
import { tried } from './tries.mjs';

/** The same program twice in one folder, the second a random while after the first. */
const twoAtOnce = {
  name: 'two processes in one folder',
  run: async (scenario, { folder, shared, draw, usual }) => {
    const args = scenario.args(folder, shared);
    const second = wait(draw() * usual.ms * 0.5).then(() => start(args));
    const ended = await Promise.all([start(args), second]);
    const faults = ended
      .filter(({ code }) => code !== 0)
      .map(({ code, err }) => `ended with ${code}: ${err.slice(-200)}`);
    const { broken, left } = lookAt(folder);
    faults.push(...broken, ...left.map((name) => `${name} is left`));
    if (faults.length === 0 && scenario.result(folder) !== usual.whole) faults.push('the files are others');
    return { faults, hit: true };
  },
};

const reported = (folder) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).figures;

/** A report whose threads end at a random moment; the next run draws what is missing. */
const deadThread = {
  name: 'a thread dies',
  run: async (scenario, { folder, shared, draw, usual }) => {
    const args = [...scenario.args(folder, shared), '--workers', '2'];
    const die = pathToFileURL(join(root, 'tools/rehearse/faults/die-in-a-thread.mjs')).href;
    const after = Math.round(usual.ms * (0.2 + 0.6 * draw()));
    const hurt = await start(args, { env: { NODE_OPTIONS: `--import=${die}`, INTERP_DIE_AFTER: String(after) } });
    const faults = [];
    const failed = reported(folder).filter(({ status }) => status === 'failed');
    if (hurt.code !== (failed.length > 0 ? 1 : 0)) faults.push(`ended with ${hurt.code}: ${hurt.err.slice(-200)}`);
    const unsaid = failed.find(({ error }) => !/thread ended with 7/.test(error));
    if (unsaid) faults.push(`${unsaid.number} says ${unsaid.error}`);
    const run = await start(args);
    if (run.code !== 0) faults.push(`did not go on: ${run.err.slice(-200)}`);
    faults.push(...lookAt(folder).broken);
    if (faults.length === 0 && scenario.result(folder) !== usual.whole) faults.push('went on to another result');
    return { faults, hit: failed.length > 0 };
  },
};

/** Threads that such a report starts. */
const threadsStarted = 3;

/** A report one of whose threads does not start: the work goes on with the others, to the same end. */
const refusedThread = {
  name: 'a thread does not start',
  run: async (scenario, { folder, shared, draw, usual }) => {
    const args = [...scenario.args(folder, shared), '--workers', '2'];
    const refuse = pathToFileURL(join(root, 'tools/rehearse/faults/refuse-a-thread.mjs')).href;
    const at = 1 + Math.floor(draw() * threadsStarted);
    const env = { NODE_OPTIONS: `--import=${refuse}`, INTERP_REFUSE_THREAD: String(at) };
    const run = await start(args, { env });
    const faults = run.code === 0 ? [] : [`without thread ${at} it ended with ${run.code}: ${run.err.slice(-200)}`];
    const { broken, left } = lookAt(folder);
    faults.push(...broken, ...left.map((name) => `${name} is left`));
    if (faults.length === 0 && scenario.result(folder) !== usual.whole) faults.push('came to another result');
    return { faults, hit: true };
  },
};

/** What can happen beside a program. */
export const accidents = { twoAtOnce, deadThread, refusedThread };

/**
 * Runs a program with an accident beside it.
 *
 * @param scenario - one of `killScenarios`
 * @param accident - one of `accidents`
 * @param options - `tries`, `seed`, and `place`, a folder for its files
 * @returns a row of the record
 */
export const accident = (scenario, { name, run }, options) =>
  tried(scenario, name, options, (given) => run(scenario, given));
