// Each package by itself in a page.
import { forNodeAlone, workspaces } from '../../lib/workspace.mjs';
import { bundled, open, pageOf, report } from './pages.mjs';

const withIndex = () =>
  workspaces().filter(({ manifest }) => manifest.exports?.['.'] !== undefined && !forNodeAlone.includes(manifest.name));

/** A package's index has the same exports in a page as in Node.js. */
async function tryPackage(where, { manifest }) {
  const name = manifest.name.replace('@interp/', '');
  const script = `import * as all from '${manifest.name}';\nglobalThis.names = Object.entries(all).filter(([, value]) => value !== undefined).map(([name]) => name);`;
  const bytes = await pageOf(name, script);
  const page = await open(where, name);
  const names = new Set(await page.global('names'));
  const expected = Object.keys(await import(manifest.name));
  const missing = expected.filter((each) => !names.has(each));
  report(
    name,
    missing.map((each) => `${each} is not there in a browser`),
  );
  console.log(`${manifest.name}: ${expected.length} exports, ${Math.ceil(bytes / 1024)} KiB of JavaScript bundled`);
  await page.close();
}

/** Every package; and that a built-in of Node.js would be seen. */
export async function tryPackages(where) {
  for (const each of withIndex()) await tryPackage(where, each);
  const { leaks } = await bundled('leak', `import { saveModel } from '@interp/files/node';\nconsole.log(saveModel);`);
  if (!leaks.some((leak) => leak.startsWith('node:fs'))) report('leak', ['a bundle of @interp/files/node shows none']);
}
