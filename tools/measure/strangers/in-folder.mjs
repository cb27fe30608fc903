import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Works in a folder: that which is given, made where it is not there, or a temporary one, which is removed at the end.
 *
 * @template T
 * @param {string | undefined} given
 * @param {(folder: string) => T | Promise<T>} work
 * @returns {Promise<T>} what the work returns
 */
export const inFolder = async (given, work) => {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'interp-strangers-'));
  try {
    mkdirSync(folder, { recursive: true });
    return await work(folder);
  } finally {
    if (given === undefined) rmSync(folder, { recursive: true });
  }
};
