import { InterpError, isInterpError, plainText, shownName } from '@interp/checks';
import type { StringStringEntryProto } from './messages.js';

/** Gives the bytes of a file beside the model, by the path that the model has for it. */
export type ExternalData = (path: string) => Uint8Array;

/** Reads the bytes of one tensor that are kept in a file beside the model. */
export type ReadExternal = (what: string, entries: readonly StringStringEntryProto[], length: number) => Uint8Array;

const isWithin = (path: string): boolean =>
  !/^(?:[/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..') && !path.includes('\0');

const position = (what: string, name: string, text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(value))
    throw new InterpError(
      'bad-file',
      `${what} has external data with the ${name} ${shownName(text, 40)}; expected a number of bytes`,
    );
  return value;
};

const openFile = (what: string, path: string, open: ExternalData): Uint8Array => {
  try {
    const bytes = open(path);
    if (bytes instanceof Uint8Array) return bytes;
  } catch (cause) {
    if (isInterpError(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InterpError(
      'not-found',
      `${what} is kept in ${shownName(path, 60)}, which cannot be read: ${plainText(reason, 100)}`,
      { cause },
    );
  }
  throw new InterpError('bad-option', `externalData gave no bytes for ${shownName(path, 60)}; expected a Uint8Array`);
};

/**
 * A reader of external data. Each file is asked for once. A path that leads out of the model's folder is refused.
 *
 * @param open - gives the bytes of a file by its path, if there are such files
 */
export const externalReader = (open: ExternalData | undefined): ReadExternal => {
  const files = new Map<string, Uint8Array>();
  return (what, entries, length) => {
    const said = new Map(entries.map(({ key, value }) => [key, value]));
    const path = said.get('location') ?? '';
    if (path === '' || !isWithin(path))
      throw new InterpError(
        'bad-file',
        `${what} is kept in the file ${shownName(path, 80)}; expected a path below the model's own folder`,
      );
    if (!open)
      throw new InterpError(
        'not-found',
        `${what} is kept in ${shownName(path, 80)} beside the model; give its bytes by the option externalData`,
      );
    const bytes = files.get(path) ?? openFile(what, path, open);
    files.set(path, bytes);
    const offset = position(what, 'offset', said.get('offset'), 0);
    const stated = position(what, 'length', said.get('length'), length);
    if (stated !== length || offset + length > bytes.length)
      throw new InterpError(
        'bad-file',
        `${what} takes ${length} bytes from ${offset} of ${shownName(path, 60)}, which has ${bytes.length} bytes, ${stated} of them for it; the files do not belong together or are truncated`,
      );
    return bytes.subarray(offset, offset + length);
  };
};
