import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { prebuilt, sources } from './prebuilt.js';
import type { RawKernels } from './bound-kernels.js';

/** What the addon exports: see c/addon.c. */
interface Addon {
  /** The hash of the sources that it was made of. */
  readonly sources: string;
  /** The levels that this machine can run, the fastest first. */
  readonly levels: readonly string[];
  /** The kernels of a level. */
  readonly kernels: (level: string) => RawKernels;
}

/** An addon that is loaded, or why there is none, in a few words. */
export type OpenedAddon = { readonly addon: Addon; readonly file: string } | { readonly reason: string };

/** What a file must be. */
interface Expected {
  readonly bytes: number;
  readonly sha256: string;
}

/** Where an addon may be, in this package's folder, and what it must be there. */
interface Place {
  readonly name: string;
  readonly expected: Expected;
}

const firstLine = (error: unknown): string => String((error as { message?: unknown }).message ?? error).split('\n')[0];

/** The addon that was compiled on this machine by build/from-source.mjs, if it was; a reason if it is of other sources. */
const builtHere = (root: URL): Place | string | undefined => {
  let record: Expected & { readonly sources: string };
  try {
    record = JSON.parse(readFileSync(new URL('built/record.json', root), 'utf8')) as typeof record;
  } catch {
    return undefined;
  }
  if (record.sources !== sources) return 'built/addon.node is of other sources; run build/from-source.mjs again';
  return { name: 'built/addon.node', expected: record };
};

/**
 * Loads the addon for this machine: the one that was compiled here or else the published one. A file that is not what it should be, to the
 * last byte, is refused before the system's loader sees it.
 *
 * @param root - the package's folder, whose URL ends in `/`
 * @returns the addon, or why there is none
 */
export const openAddon = (root: URL = new URL('../', import.meta.url)): OpenedAddon => {
  const platform = `${process.platform}-${process.arch}`;
  const expected = prebuilt[platform];
  const place = builtHere(root) ?? (expected && { name: `prebuilt/${platform}.node`, expected });
  if (place === undefined)
    return {
      reason: `there is no addon for ${platform}; build/from-source.mjs compiles one where there is a C compiler`,
    };
  if (typeof place === 'string') return { reason: place };
  const { name } = place;
  const url = new URL(name, root);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(url);
  } catch (error) {
    return { reason: `${name} cannot be read: ${firstLine(error)}` };
  }
  if (bytes.length !== place.expected.bytes)
    return {
      reason: `${name} has ${bytes.length} bytes instead of ${place.expected.bytes}; install the package again`,
    };
  if (createHash('sha256').update(bytes).digest('hex') !== place.expected.sha256)
    return { reason: `${name} is not the file that was published; install the package again` };
  const file = fileURLToPath(url);
  try {
    const addon = createRequire(import.meta.url)(file) as Addon;
    return addon.sources === sources ? { addon, file } : { reason: `${name} is of other sources than this package` };
  } catch (error) {
    return { reason: `${name} did not load: ${firstLine(error)}` };
  }
};
