// The licences of what is bundled, which ask that they go with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package that a module is of; undefined for a module of ours, which is under the licence of the whole. */
const packageOf = (id) => {
  const [file] = id.replaceAll('\0', '').split('?');
  const at = file.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json')) || !readManifest(folder).version) folder = dirname(folder);
  return folder;
};

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const entryOf = (folder) => {
  const { name, version, license } = readManifest(folder);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? `\n\n${readFileSync(join(folder, file), 'utf8').trim()}` : '';
  return `## ${name} ${version}: ${license}${text}\n`;
};

/** Two plugins: one that sees what is in a bundle, also in those of workers, and one that writes the licences of all beside the page. */
export const licences = () => {
  const folders = new Set();
  const see = {
    name: 'see-packages',
    generateBundle(_, bundle) {
      for (const { modules = {} } of Object.values(bundle))
        for (const [id, { renderedLength }] of Object.entries(modules))
          if (renderedLength > 0) folders.add(packageOf(id));
    },
  };
  const write = {
    name: 'write-licences',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler() {
        folders.delete(undefined);
        const entries = [...new Set([...folders].map(entryOf))].sort();
        const head =
          '# What is bundled here, and its licences\n\nOurs is Apache-2.0, whose text is with the package.\n';
        this.emitFile({ type: 'asset', fileName: 'licences.md', source: [head, ...entries].join('\n') });
      },
    },
  };
  return { see, write };
};
