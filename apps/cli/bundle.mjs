// node bundle.mjs: writes bundle/, the program with all that it imports in a few files, as a process that answers in a quarter of a second has no
// time to look for six hundred. bin/interp.js takes it. Weights, fonts and the like stay in their packages, native modules too.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { licences } from '../studio/offline/licences.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const workspace = join(here, '..', '..');
const folder = join(here, 'bundle');

/** What a bundled module asks for the place of a package by. */
const places = '\0places';
const placesCode = `
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
const { resolve } = createRequire(import.meta.url);
export const folderOf = (name) => dirname(resolve(name + '/package.json'));
export const urlOf = (name, path) => new URL(path, pathToFileURL(folderOf(name) + '/')).href;
`;

const nameOf = (root) => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).name;
const slashed = (path) => path.split(sep).join('/');

/** Where a module of ours was: what lies beside it is found from there. */
const originalUrl = (id) => {
  const path = slashed(relative(here, id));
  if (!path.startsWith('..')) return `new URL(${JSON.stringify(`../${path}`)}, import.meta.url).href`;
  const [, root] = /^(.*\/packages\/[^/]+)\//.exec(slashed(id));
  return `urlOf(${JSON.stringify(nameOf(root))}, ${JSON.stringify(relative(root, id))})`;
};

/** Modules that ask where they are keep their places; a package that does so in CommonJS must be known here. */
const keepPlaces = {
  name: 'keep-places',
  resolveId: (id) => (id === places ? id : undefined),
  load: (id) => (id === places ? placesCode : undefined),
  transform(code, id) {
    const isOurs = !id.includes('/node_modules/') && id.startsWith(workspace);
    const head = `import { folderOf, urlOf } from ${JSON.stringify(places)};\n`;
    if (isOurs && code.includes('import.meta.url')) return head + code.replaceAll('import.meta.url', originalUrl(id));
    const [, name, path] = /\/node_modules\/(@tensorflow\/tfjs-backend-wasm)\/(.*)$/.exec(slashed(id)) ?? [];
    if (!name || !/\b__dirname\b/.test(code)) return undefined;
    return `${head}const __dirname = folderOf(${JSON.stringify(name)}) + ${JSON.stringify(`/${dirname(path)}`)};\n${code}`;
  },
};

/**
 * What libraries load of Node.js and never use here, each a few milliseconds at every start: fetch() for old Node.js, programs in other files,
 * a source of entropy for seeds that are always given.
 */
const unused = {
  'node-fetch': [/./, 'export default globalThis.fetch;'],
  'node:child_process': [/\/commander\//, 'export const spawn = undefined;'],
  crypto: [/\/seedrandom\//, 'export const randomBytes = undefined;'],
};

const leaveOut = {
  name: 'leave-out',
  resolveId: (id, importer = '') => (unused[id]?.[0].test(slashed(importer)) ? `\0unused:${id}` : undefined),
  load: (id) => (id.startsWith('\0unused:') ? unused[id.slice('\0unused:'.length)][1] : undefined),
};

/** Kernels in machine code are part of the bundle, but for the addon itself. What finds them takes any package that is there or not, by its name. */
const nativeInside = {
  name: 'native-inside',
  transform: (code, id) =>
    id.endsWith('/native-package.js')
      ? code.replace("importOptional('@interp/native')", "import('@interp/native').then((module) => ({ module }))")
      : undefined,
};

/** A script that is run by bin/compiled.js has no `import()` of its own, but is given one. */
const importOutside = {
  name: 'import-outside',
  renderChunk: (code) => code.replace(/(?<![\w$.])import\(/g, 'importOutside('),
};

const { see, write } = licences();
rmSync(folder, { recursive: true, force: true });
const bundle = await rolldown({
  input: join(here, 'dist', 'main.js'),
  platform: 'node',
  external: ['@interp/bullmq', '@resvg/resvg-js', 'sharp'],
  resolve: {
    mainFields: ['module', 'main'],
    conditionNames: ['node', 'import', 'default'],
    alias: { 'vega-canvas': join(workspace, 'node_modules/vega-canvas/build/vega-canvas.browser.js') },
  },
  plugins: [leaveOut, nativeInside, keepPlaces, importOutside, see, write],
});
const { output } = await bundle.write({
  dir: folder,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
});

const roots = output
  .flatMap(({ moduleIds = [] }) => moduleIds)
  .map((id) => /^(.*\/(?:packages|apps)\/[^/]+)\/dist\//.exec(slashed(id))?.[1])
  .filter((root) => root?.startsWith(slashed(workspace)));
// In a checkout, bin/interp.js looks whether any of these was compiled later.
const compiled = [...new Set(roots)].sort().map((root) => slashed(relative(here, join(root, 'dist', '.tsbuildinfo'))));
writeFileSync(join(folder, 'made-of.json'), `${JSON.stringify(compiled, null, 2)}\n`);
