import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';

const require = createRequire(import.meta.url);

/** The version of a package that is installed. */
export const versionOf = (name) => {
  const main = require.resolve(name);
  const folder = main.slice(0, main.lastIndexOf(name) + name.length);
  return JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).version;
};

/**
 * The machine and the versions that the times belong to.
 *
 * @param {Record<string, string>} [peers] - versions of the peers
 * @returns {{ cpu: string, cores: number, memory: string, system: string, load: string, versions: Record<string, string> }}
 */
export const describeMachine = (peers = {}) => ({
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.cpus().length,
  memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
  system: `${os.type()} ${os.arch()}`,
  load: os.loadavg()[0].toFixed(1),
  versions: {
    node: process.version.slice(1),
    '@tensorflow/tfjs-core': versionOf('@tensorflow/tfjs-core'),
    '@tensorflow/tfjs-backend-wasm': versionOf('@tensorflow/tfjs-backend-wasm'),
    ...peers,
  },
});
