import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadModel } from '@interp/core/node';
import { decodeSnapshots } from '@interp/gan';
import { loadMnistSplit } from '@interp/mnist/node';
import { rbmFromSafetensors, type Rbm } from '@interp/rbm';
import {
  thesisContext,
  type NetworkLoaders,
  type NetworkName,
  type ThesisContext,
  type ThesisContextOptions,
} from './context.js';

/** What figures are drawn with, as plain values, which another thread can be given too. */
export interface ContextSettings extends Pick<ThesisContextOptions, 'mode' | 'seed' | 'backend'> {
  /** The folder of MNIST's files. Default none: digits drawn by code stand in for it. */
  readonly data?: string;
  /** Paths of networks that take the place of those that ship: `model.json`, of RBMs `.safetensors`. */
  readonly networks?: Readonly<Partial<Record<NetworkName, string>>>;
}

/** Where a training keeps samples of its generator on the way, beside the generator. */
export const historyFile = (folder: string): string => join(folder, 'history.safetensors');

const loadRbm = async (path: string): Promise<Rbm> => rbmFromSafetensors(await readFile(path));

const loadersOf = (networks: ContextSettings['networks'] = {}): Partial<NetworkLoaders> => {
  const loaders = Object.entries(networks).map(([name, path]) => [
    name,
    () => (name.startsWith('rbm-') ? loadRbm(path) : loadModel(path)),
  ]);
  const { generator } = networks;
  const generatorHistory = async () => decodeSnapshots(await readFile(historyFile(dirname(generator!))));
  return { ...(Object.fromEntries(loaders) as Partial<NetworkLoaders>), ...(generator && { generatorHistory }) };
};

/**
 * What figures are drawn with, MNIST and networks taken from files.
 *
 * @param settings - seed, folder of MNIST, paths of networks
 * @param options - `signal` and `onProgress` of {@link thesisContext}
 * @returns the context, to be disposed of
 * @throws InterpError as {@link thesisContext}
 */
export const nodeContext = (
  { data, networks, mode, seed, backend }: ContextSettings = {},
  options: Pick<ThesisContextOptions, 'signal' | 'onProgress'> = {},
): Promise<ThesisContext> =>
  thesisContext({
    mode,
    seed,
    backend,
    ...options,
    digits: data === undefined ? undefined : (split) => loadMnistSplit(data, split),
    networks: loadersOf(networks),
  });
