// node fetch-child.mjs FOLDER MIRROR FILES.json: fetches files of a mirror of this machine as `interp data fetch` fetches MNIST's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../lib/workspace.mjs';

const [folder, mirror, files] = process.argv.slice(2);
const place = process.execArgv.includes('--conditions=@interp/source')
  ? 'src/node/fetch-mnist.ts'
  : 'dist/node/fetch-mnist.js';
const { fetchFiles } = await import(pathToFileURL(join(root, 'packages/mnist', place)).href);
const patience = { retries: 2, retryDelay: 20, stallTimeout: 1000, plainHttp: true };
try {
  await fetchFiles(folder, JSON.parse(readFileSync(files, 'utf8')), { mirrors: [mirror], ...patience });
} catch (error) {
  console.error(`interp: ${error.message}`);
  process.exitCode = 1;
}
