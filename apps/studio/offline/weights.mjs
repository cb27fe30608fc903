// Which of the built page's files are weights that ship in @interp/pretrained: whoever has that package need not have them twice.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../packages/pretrained/weights/', import.meta.url));
const digestOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The files of the folder of weights, with slashes, by the digests of their contents. */
const weightsByDigest = () =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [digestOf(readFileSync(path)), path.slice(folder.length).replaceAll('\\', '/')]),
  );

/** The plugin: writes `weights.json`, the files of the folder of weights by their names in the page. */
export const weights = () => ({
  name: 'list-weights',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const known = weightsByDigest();
      const found = Object.entries(bundle)
        .filter(([name, { type }]) => type === 'asset' && /\.(?:bin|json|safetensors)$/.test(name))
        .map(([name, { source }]) => [name, known.get(digestOf(source))])
        .filter(([, file]) => file !== undefined);
      const source = `${JSON.stringify(Object.fromEntries(found.sort()), undefined, 1)}\n`;
      this.emitFile({ type: 'asset', fileName: 'weights.json', source });
    },
  },
});
