import { readFileSync } from 'node:fs';

/** Milliseconds of a tick of Linux' account of processes. */
const tick = 10;

/** Of processes that this one started and that have ended; Linux tells, in ticks. */
const ofEnded = () => {
  if (process.platform !== 'linux') return 0;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ');
  return tick * (Number(fields[13]) + Number(fields[14]));
};

const ofProcess = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3 + ofEnded();
};

/**
 * Mean milliseconds of one run: of the clock, and of the processor, all threads of this process and of those that it started together.
 *
 * @param {() => unknown} run
 * @param {number} repeats
 * @returns {Promise<{ wall: number, processor: number }>}
 */
export async function timeRuns(run, repeats) {
  const [begin, busy] = [performance.now(), ofProcess()];
  for (let i = 0; i < repeats; i++) await run();
  return { wall: (performance.now() - begin) / repeats, processor: (ofProcess() - busy) / repeats };
}
