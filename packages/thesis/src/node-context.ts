import { dirname, join } from 'node:path';
import { InterpError } from '@interp/core';
import { shownPath } from '@interp/core/internal';
import { loadModel, readPlainFile } from '@interp/core/node';
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

/** The settings of a context as plain values, which can be sent to another thread. */
export interface ContextSettings extends Pick<ThesisContextOptions, 'mode' | 'seed' | 'backend'> {
  /** The folder of MNIST's files. Default none: digits drawn by code replace it. */
  readonly data?: string;
  /** Paths of networks that replace the shipped ones: `model.json`, for RBMs `.safetensors`. */
  readonly networks?: Readonly<Partial<Record<NetworkName, string>>>;
}

/** The file with samples during training, beside the generator. */
export const historyFile = (folder: string): string => join(folder, 'history.safetensors');

const read = (path: string): Promise<Uint8Array> =>
  readPlainFile(path).catch((cause: unknown) => {
    throw new InterpError('not-found', `${shownPath(path)} cannot be read; expected the weights of a training`, {
      cause,
    });
  });

const loadRbm = async (path: string): Promise<Rbm> => rbmFromSafetensors(await read(path));

const loadersOf = (networks: ContextSettings['networks'] = {}): Partial<NetworkLoaders> => {
  const loaders = Object.entries(networks).map(([name, path]) => [
    name,
    () => (name.startsWith('rbm-') ? loadRbm(path) : loadModel(path)),
  ]);
  const { generator } = networks;
  const generatorHistory = async () => decodeSnapshots(await read(historyFile(dirname(generator!))));
  return { ...(Object.fromEntries(loaders) as Partial<NetworkLoaders>), ...(generator && { generatorHistory }) };
};

/**
 * Creates the context of figures, with MNIST and networks from files.
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
