// Compiles the AssemblyScript sources beside it into src/compiled/bytes.ts: npm ci && npm run build, in this folder.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { sourceHash } from './source-hash.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const options = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--maximumMemory',
  '65536',
  '--noExportMemory',
  '--enable',
  'simd',
];

/** The compiled kernels in base64, with more features of WebAssembly than SIMD. */
async function compiled(...features) {
  let bytes;
  const enabled = features.flatMap((feature) => ['--enable', feature]);
  const { error, stderr } = await asc.main(['index.ts', ...options, ...enabled, '--outFile', 'kernels.wasm'], {
    // The sources are called .as so that tools for TypeScript leave them alone.
    readFile: (name) => {
      const file = here(name.replace(/\.ts$/, '.as'));
      return existsSync(file) ? readFileSync(file, 'utf8') : null;
    },
    writeFile: (_, data) => {
      bytes = data;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(String(stderr), { cause: error });
  console.log(`${bytes.length} bytes`, ...features);
  return Buffer.from(bytes).toString('base64');
}

writeFileSync(
  here('../src/compiled/bytes.ts'),
  `/** Written by assembly/build.mjs from the sources there, whose hash this is. */
export const sources = '${sourceHash()}';

/** The compiled kernels, in base64. */
export const bytes =
  '${await compiled()}';

/** The compiled kernels for engines with relaxed SIMD, which multiply and add at once, in base64. */
export const relaxedBytes =
  '${await compiled('relaxed-simd')}';
`,
);
