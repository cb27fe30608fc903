/**
 * Does the same with one Node.js after another, and goes on with the next where one fails.
 *
 * @param {{ version: string, binary: string }[]} nodes
 * @param {(node: { version: string, binary: string }) => Promise<void>} work
 * @returns {Promise<{ passed: string[], problems: string[] }>} the versions with which it went well, and what went wrong with the others
 */
export async function withEachNode(nodes, work) {
  const passed = [];
  const problems = [];
  for (const node of nodes)
    try {
      await work(node);
      passed.push(node.version);
    } catch (error) {
      problems.push(`Node.js ${node.version}: ${error.message}`);
    }
  return { passed, problems };
}
