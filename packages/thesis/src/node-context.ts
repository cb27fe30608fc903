import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { shownPath } from '@interp/checks';
import { InterpError } from '@interp/core';
import { readPlainFile } from '@interp/files/internal';
import { loadModel } from '@interp/files/node';
import { decodeSnapshots } from '@interp/gan';
import { lenetFromTorch } from '@interp/lenet';
import { loadMnistSplit } from '@interp/mnist/node';
import { historyFile } from '@interp/pretrained/node';
import { rbmFromSafetensors } from '@interp/rbm';
import { columnContexts, type ColumnContexts, type ThesisContextOptions } from './context.js';
import type { ColumnName, NetworkRole, OtherNetworks } from './networks.js';

/**
 * Networks in the place of those of a column, by what they are asked for: names of others that ship, or paths: `model.json`, the state dict of
 * a LeNet in `.safetensors`, for RBMs `.safetensors`.
 */
export type NetworkPlaces = Readonly<Partial<Record<NetworkRole, string>>>;

/** The settings of contexts as plain values, which can be sent to another thread. */
export interface ContextSettings extends Pick<ThesisContextOptions, 'mode' | 'seed' | 'backend'> {
  /** The folder of MNIST's files. Default none: digits drawn by code replace it. */
  readonly data?: string;
  /** Networks in the place of those that ship. */
  readonly networks?: Readonly<Partial<Record<ColumnName, NetworkPlaces>>>;
}

/** Whether a place is a path rather than the name of a network that ships. */
export const isPath = (place: string): boolean => /\.(json|safetensors)$/.test(place);

/** What a network is called: its name, or the folder and the file of its path. */
export const networkName = (place: string): string =>
  isPath(place) ? place.split(/[\\/]/).slice(-2).join('/') : place;

/** The bytes of a file of weights; throws `not-found`. */
export const readWeights = (path: string): Promise<Uint8Array> =>
  readPlainFile(path).catch((cause: unknown) => {
    throw new InterpError('not-found', `${shownPath(path)} cannot be read; expected the weights of a network`, {
      cause,
    });
  });

const othersOf = (places: NetworkPlaces = {}): OtherNetworks => {
  const load: Partial<Record<string, () => Promise<unknown>>> = {};
  const names: Partial<Record<NetworkRole, string>> = {};
  for (const [role, place] of Object.entries(places) as [NetworkRole, string][]) {
    names[role] = place;
    if (!isPath(place)) continue;
    load[role] = async () => {
      if (place.endsWith('.json')) return loadModel(place);
      const bytes = await readWeights(place);
      return /xpert$/.test(role) ? rbmFromSafetensors(bytes) : lenetFromTorch(bytes);
    };
    // A generator that came alone leaves the samples of the shipped one's training in their place.
    if (role === 'generator' && existsSync(historyFile(dirname(place))))
      load['generatorHistory'] = async () => decodeSnapshots(await readWeights(historyFile(dirname(place))));
  }
  return { names, load: load };
};

/**
 * Creates the contexts of both columns, with MNIST and networks from files.
 *
 * @param settings - seed, folder of MNIST, networks
 * @param options - `signal` and `onProgress` of `thesisContext` of `@interp/thesis`
 * @returns the contexts, to be disposed of together
 * @throws InterpError as `thesisContext` of `@interp/thesis`
 */
export const nodeContexts = (
  { data, networks = {}, mode, seed, backend }: ContextSettings = {},
  options: Pick<ThesisContextOptions, 'signal' | 'onProgress'> = {},
): Promise<ColumnContexts> =>
  columnContexts(
    {
      mode,
      seed,
      backend,
      ...options,
      digits: data === undefined ? undefined : (split) => loadMnistSplit(data, split),
    },
    { thesisLike: othersOf(networks.thesisLike), today: othersOf(networks.today) },
  );
