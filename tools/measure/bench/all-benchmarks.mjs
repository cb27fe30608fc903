import { readdirSync } from 'node:fs';

const limited = ({ limits, atMost, peer = 'PyTorch', ...benchmark }) => ({
  ...benchmark,
  peer,
  limits: limits ?? (atMost === undefined ? [] : [{ than: peer, atMost }]),
});

/**
 * Every benchmark of the folder `benchmarks`, in the order of their file names. Each file's default export is one or a list of
 * `{ name, title, module?, peer?, made?, repeats, parts?, tolerance, atMost?, limits?, alone?, prepare }`: `module` is the peer's in `peers/` and in
 * `tfjs-node/`, `peer` the Python tool's name if it is not PyTorch, `repeats` how many runs make a sample, `parts` how many of what is
 * reported a run has, `made` the module in `peers/` that makes the file of a network and of which one, `tolerance` how far results may differ, `atMost` the ratio aimed at, or `limits` several, as in `verdicts`; `alone` says
 * that threads do not matter. `prepare(images, file)` gives `{ inputs, check, run, dispose }`: tensors for the peer, the result that is compared,
 * one timed run.
 *
 * @returns {Promise<object[]>} with `peer` and `limits` filled in
 */
export async function allBenchmarks() {
  const folder = new URL('benchmarks/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  const modules = await Promise.all(files.sort().map((name) => import(new URL(name, folder).href)));
  return modules.flatMap((module) => module.default).map(limited);
}
