// Compiles the AssemblyScript sources beside it into src/native/bytes.ts: npm ci && npm run build, in this folder.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { sourceHash } from './source-hash.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const outputs = {};
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
const { error, stderr } = await asc.main(['index.ts', ...options, '--outFile', 'kernels.wasm'], {
  // The sources are called .as so that tools for TypeScript leave them alone.
  readFile: (name) => {
    const file = here(name.replace(/\.ts$/, '.as'));
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  },
  writeFile: (name, data) => {
    outputs[name] = data;
  },
  listFiles: () => [],
});
if (error) throw new Error(String(stderr), { cause: error });

const base64 = Buffer.from(outputs['kernels.wasm']).toString('base64');
writeFileSync(
  here('../src/native/bytes.ts'),
  `/** Written by assembly/build.mjs from the sources there, whose hash this is. */
export const sources = '${sourceHash()}';

/** The compiled kernels, in base64. */
export const bytes =
  '${base64}';
`,
);
console.log(`${outputs['kernels.wasm'].length} bytes`);
