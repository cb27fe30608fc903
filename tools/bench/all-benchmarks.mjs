import { readdirSync } from 'node:fs';

/**
 * Every benchmark of the folder `benchmarks`, in the order of their file names. Each file's default export is one or a list of
 * `{ name, title, module, peer?, repeats, parts?, tolerance, atMost?, prepare }`: `module` is the peer's in `peers/`, `peer` its name if it
 * is not PyTorch, `repeats` how many runs
 * make a sample, `parts` how many steps a run has, `tolerance` how far results may differ, `atMost` the ratio aimed at. `prepare(images)` gives
 * `{ inputs, check, run, dispose }`: tensors for the peer, the result that is compared, one timed run.
 *
 * @returns {Promise<object[]>}
 */
export async function allBenchmarks() {
  const folder = new URL('benchmarks/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  const modules = await Promise.all(files.sort().map((name) => import(new URL(name, folder).href)));
  return modules.flatMap((module) => module.default);
}
