import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InterpError } from '@interp/core';
import { shownPath } from '@interp/core/internal';
import { readPlainFile } from '@interp/core/node';
import type { FigureRecord } from './run/records.js';
import { resolveImport } from './run/program.js';
import type { NetworkFacts } from './contents.js';
import type { RunSettings } from './run/records.js';

const weights = /\.(bin|safetensors)$/;

/** The files of weights in a folder; training's own checkpoint is none. */
const weightFiles = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => weights.test(name) && !name.startsWith('checkpoint')).sort();

/** The networks that figures asked, by name, with a hash of their weights. */
export const networkFacts = async (
  records: readonly FigureRecord[],
  { networks = {} }: RunSettings,
): Promise<readonly NetworkFacts[]> => {
  const names = [...new Set(records.flatMap((record) => record.networks))].sort();
  const shipped = join(dirname(dirname(resolveImport('@interp/pretrained'))), 'weights');
  return Promise.all(
    names.map(async (name) => {
      const path = networks[name];
      const folder = path === undefined ? join(shipped, name) : dirname(path);
      const hash = createHash('sha256');
      for (const file of await weightFiles(folder)) {
        const weight = join(folder, file);
        const bytes = await readPlainFile(weight).catch((cause: unknown) => {
          throw new InterpError('not-found', `${shownPath(weight)} cannot be read; expected a network's weights`, {
            cause,
          });
        });
        hash.update(bytes);
      }
      return {
        name,
        origin: path === undefined ? ('shipped' as const) : ('trained' as const),
        sha256: hash.digest('hex'),
      };
    }),
  );
};
