/**
 * Mean milliseconds of one run.
 *
 * @param {() => unknown} run
 * @param {number} repeats
 */
export async function timeRuns(run, repeats) {
  const begin = performance.now();
  for (let i = 0; i < repeats; i++) await run();
  return (performance.now() - begin) / repeats;
}
