import { dirname, resolve } from 'node:path';
import { InterpError } from '@interp/core';
import { makeFolder, writeFileAtomic } from '@interp/core/node';

/** Writes a file atomically, making its folder where it is missing; throws `not-writable`. */
export const write = async (path: string, contents: Uint8Array | string): Promise<void> => {
  await makeFolder(dirname(resolve(path))).catch((cause: unknown) => {
    const reason = (cause as NodeJS.ErrnoException | undefined)?.code;
    throw new InterpError(
      'not-writable',
      `${path} cannot be written to${reason ? ` (${reason})` : ''}; expected a place that you may write to`,
      { cause },
    );
  });
  await writeFileAtomic(path, contents);
};

/** Plain data as JSON on one line; numbers have nine significant digits, all that a float32 holds. */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isInteger(item) ? Number(item.toPrecision(9)) : item,
  );

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Rows as CSV (RFC 4180). */
export const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
