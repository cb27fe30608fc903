// What the browser run and the native run found, from what they print.

/**
 * @param {string} said - what a run of `npm run browser` that passed printed
 * @returns {{ name: string, version: string, node: string, packages: string[], backends: string[] }} name and version of the browser
 */
export function browserResults(said) {
  const versions = /^(\w+) ([\d.]+), Node\.js v?(\S+)$/m.exec(said);
  if (versions === null) throw new Error('the browser run does not say which browser it is');
  const packages = [...said.matchAll(/^(@interp\/[\w-]+): \d+ exports/gm)].map(([, name]) => name);
  const backends = ['wasm', 'cpu', 'webgl'].filter((name) => new RegExp(`^${name}[^\\n]*: .*farthest`, 'm').test(said));
  const [, name, version, node] = versions;
  return { name, version, node, packages, backends };
}

/**
 * @param {object} results - of jest, as its `--json` has them
 * @param {{ folder: string, manifest: { name: string } }[]} packages
 * @param {string} root - the folder that the packages' folders are in
 * @returns {{ node: string, packages: { name: string, passed: number, failed: number }[] }} packages that have tests in it
 */
export function nativeResults({ testResults }, packages, root) {
  const rows = packages.map(({ folder, manifest }) => {
    const suites = testResults.filter(({ name }) => name.startsWith(`${root}/${folder}/`));
    const tests = suites.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
    const passed = tests.filter((status) => status === 'passed').length;
    const unread = suites.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    );
    return { name: manifest.name, passed, failed: tests.length - passed + unread.length };
  });
  return { node: process.version.slice(1), packages: rows.filter(({ passed, failed }) => passed + failed > 0) };
}
