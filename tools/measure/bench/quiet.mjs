import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const [look, longest, few] = [1000, 60_000, 0.15];

const busyMilliseconds = () =>
  os.cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0);

/** How many cores are busy in a second in which this process waits. */
async function busyCores() {
  const [begin, before] = [performance.now(), busyMilliseconds()];
  await sleep(look);
  return (busyMilliseconds() - before) / (performance.now() - begin);
}

/**
 * Waits, a minute at most, until the machine has no other work: the clock says nothing where it has.
 *
 * @returns {Promise<number>} how many cores were busy with other work at last; 0 where it is quiet
 */
export async function otherWork() {
  const begin = performance.now();
  let busy = await busyCores();
  while (busy >= few && performance.now() - begin < longest) busy = await busyCores();
  return busy < few ? 0 : busy;
}
