import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FigureRecord, NetworkFacts } from '@interp/report/node';
import { columnNames, shippedNetworks, type NetworkRole } from '../networks.js';
import { isPath, networkName, readWeights, type ContextSettings } from '../node-context.js';

const weights = /\.(bin|safetensors)$/;

/** The files of weights at a network's place; training's own checkpoint is none. */
const weightFiles = async (place: string): Promise<readonly string[]> => {
  if (place.endsWith('.safetensors')) return [place];
  const pretrained = createRequire(import.meta.url).resolve('@interp/pretrained');
  const shipped = join(dirname(dirname(pretrained)), 'weights', place);
  const folder = isPath(place) ? dirname(place) : shipped;
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => weights.test(name) && !/^(checkpoint|history)/.test(name))
    .sort()
    .map((name) => join(folder, name));
};

/** The networks that figures asked, by name, with a hash of their weights and the columns that they are in. */
export const networkFacts = async (
  records: readonly FigureRecord[],
  { networks = {} }: Pick<ContextSettings, 'networks'>,
): Promise<readonly NetworkFacts[]> => {
  const asked = new Set(records.flatMap((record) => columnNames.flatMap((column) => record.columns[column].networks)));
  const places = columnNames.flatMap((column) => Object.values({ ...shippedNetworks[column], ...networks[column] }));
  const columnsOf = (place: string) =>
    columnNames.filter((column) => {
      const all: Readonly<Partial<Record<NetworkRole, string>>> = { ...shippedNetworks[column], ...networks[column] };
      return Object.values(all).includes(place);
    });
  const used = [...new Set(places)].filter((place) => asked.has(networkName(place))).sort();
  return Promise.all(
    used.map(async (place) => {
      const hash = createHash('sha256');
      for (const file of await weightFiles(place)) hash.update(await readWeights(file));
      return {
        name: networkName(place),
        origin: isPath(place) ? ('file' as const) : ('shipped' as const),
        columns: columnsOf(place),
        sha256: hash.digest('hex'),
      };
    }),
  );
};
