// How the numbers of each backend are had: a process of its own for each, and a page for webgl.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { softwareGpu } from '@interp/testing/software-gpu';
import { prepareNative } from '../../rehearse/libtensorflow/native-folder.mjs';
import { libraryVersion, variants } from '../../rehearse/libtensorflow/variants.mjs';
import { root } from '../../lib/workspace.mjs';
import { versionOf } from '../bench/machine.mjs';
import { onWebgl } from './on-webgl.mjs';

const run = promisify(execFile);
const script = join(root, 'tools', 'measure', 'parity', 'on-backend.mjs');
const hook = pathToFileURL(join(root, 'tools', 'rehearse', 'libtensorflow', 'hook.mjs')).href;

/**
 * The numbers of every method on a backend, in a process of its own.
 *
 * @param {string} backend
 * @param {{ options?: string[], arguments?: string[], env?: NodeJS.ProcessEnv }} [how] - options of Node.js, what stands after the backend, its environment
 * @returns {Promise<[string, number[]][]>}
 */
export const inProcess = async (backend, { options = [], arguments: rest = [], env = process.env } = {}) => {
  const { stdout } = await run(process.execPath, [...options, script, backend, ...rest], { maxBuffer: 2 ** 28, env });
  return JSON.parse(stdout);
};

/**
 * Every backend: its name, and its numbers with the versions that they belong to; an Error of one line where it is not to be had. `few`: those
 * of four digits and a twentieth of the steps.
 *
 * @type {readonly { name: string, few?: boolean, numbers: () => Promise<{ numbers: [string, number[]][], versions?: object }> }[]}
 */
export const backends = [
  { name: 'cpu', numbers: async () => ({ numbers: await inProcess('cpu') }) },
  { name: 'wasm', numbers: async () => ({ numbers: await inProcess('wasm') }) },
  {
    name: 'tensorflow',
    async numbers() {
      prepareNative();
      const { packageName, version } = variants.tensorflow;
      const versions = { [packageName]: version, TensorFlow: libraryVersion };
      return { numbers: await inProcess('tensorflow', { options: ['--import', hook] }), versions };
    },
  },
  { name: 'webgl', numbers: onWebgl },
  {
    name: 'webgpu',
    few: true,
    // On SwiftShader where it is here, and on the graphics card where it is not.
    numbers: async () => ({
      numbers: await inProcess('webgpu', { arguments: ['few'], env: { ...process.env, ...softwareGpu() } }),
      versions: { webgpu: versionOf('webgpu') },
    }),
  },
];
