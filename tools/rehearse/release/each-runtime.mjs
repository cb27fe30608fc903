/**
 * Does the same with one runtime after another, and goes on with the next where one fails.
 *
 * @template {{ label: string }} Runtime
 * @param {Runtime[]} runtimes - as of runtimes.mjs
 * @param {(runtime: Runtime) => Promise<void>} work
 * @returns {Promise<{ passed: string[], problems: string[] }>} the labels of those with which it went well, and what went wrong with the others
 */
export async function withEachRuntime(runtimes, work) {
  const passed = [];
  const problems = [];
  for (const runtime of runtimes)
    try {
      await work(runtime);
      passed.push(runtime.label);
    } catch (error) {
      problems.push(`${runtime.label}: ${error.message}`);
    }
  return { passed, problems };
}
