import { dirname, resolve } from 'node:path';
import { InterpError } from '@interp/core';
import { makeFolder, writeFileAtomic } from '@interp/core/node';

/**
 * Writes a file atomically, making its folder where it is missing.
 *
 * @param path - of the file
 * @param contents - of the file
 * @throws InterpError `not-writable`
 */
export const write = async (path: string, contents: Uint8Array | string): Promise<void> => {
  await makeFolder(dirname(resolve(path))).catch((cause: unknown) => {
    const reason = (cause as NodeJS.ErrnoException | undefined)?.code;
    throw new InterpError(
      'not-writable',
      `${path} cannot be written to${reason ? ` (${reason})` : ''}; expected a place that is open to you`,
      { cause },
    );
  });
  await writeFileAtomic(path, contents);
};

/**
 * JSON on one line. Numbers are given nine significant digits, which say all that a float32 holds.
 *
 * @param value - plain data
 * @returns the text
 */
export const json = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isInteger(item) ? Number(item.toPrecision(9)) : item,
  );

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * Rows as CSV (RFC 4180).
 *
 * @param rows - the cells
 * @returns the text, a line for each row
 */
export const csv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
