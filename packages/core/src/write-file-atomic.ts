import writeAtomic from 'write-file-atomic';
import { InterpError } from './interp-error.js';

/**
 * The error for a place that cannot be written to.
 *
 * @param path - the place
 * @param cause - what the file system said
 * @returns an `InterpError` of code `not-writable`
 */
export const notWritable = (path: string, cause: unknown): InterpError => {
  const reason = (cause as { code?: unknown } | undefined)?.code;
  const why = typeof reason === 'string' ? ` (${reason})` : '';
  return new InterpError(
    'not-writable',
    `${path} cannot be written to${why}; expected a folder that is there and open to you`,
    {
      cause,
    },
  );
};

/**
 * Writes a file so that nobody ever sees half of it: into a temporary file beside it, which then takes its place.
 *
 * @param path - where to; its folder must be there
 * @param bytes - the contents
 * @throws InterpError `not-writable`; an older file is then still there untouched
 */
export const writeFileAtomic = async (path: string, bytes: Uint8Array | string): Promise<void> => {
  const contents = typeof bytes === 'string' ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    await writeAtomic(path, contents);
  } catch (error) {
    throw notWritable(path, error);
  }
};
