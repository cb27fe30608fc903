// How the numbers of each backend are had: a process of its own for each, and a page for webgl.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { prepareNative } from '../../rehearse/libtensorflow/native-folder.mjs';
import { libraryVersion, variants } from '../../rehearse/libtensorflow/variants.mjs';
import { root } from '../../lib/workspace.mjs';
import { onWebgl } from './on-webgl.mjs';

const run = promisify(execFile);
const script = join(root, 'tools', 'measure', 'parity', 'on-backend.mjs');
const hook = pathToFileURL(join(root, 'tools', 'rehearse', 'libtensorflow', 'hook.mjs')).href;

const inProcess = async (backend, options = []) => {
  const { stdout } = await run(process.execPath, [...options, script, backend], { maxBuffer: 2 ** 28 });
  return JSON.parse(stdout);
};

/** Every backend: its name, and its numbers with the versions that they belong to; an Error of one line where it is not to be had. */
export const backends = [
  { name: 'cpu', numbers: async () => ({ numbers: await inProcess('cpu') }) },
  { name: 'wasm', numbers: async () => ({ numbers: await inProcess('wasm') }) },
  {
    name: 'tensorflow',
    async numbers() {
      prepareNative();
      const { packageName, version } = variants.tensorflow;
      const versions = { [packageName]: version, TensorFlow: libraryVersion };
      return { numbers: await inProcess('tensorflow', ['--import', hook]), versions };
    },
  },
  { name: 'webgl', numbers: onWebgl },
];
