const ofProcess = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

/**
 * Mean milliseconds of one run: of the clock, and of the processor, all threads of this process together.
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
