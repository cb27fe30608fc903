import { InterpError } from '@interp/core';
import { shownValue } from '@interp/core/internal';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { WeightFile } from './card.js';
import { readBytes } from './read-bytes.js';

const place = (name: string, file: WeightFile, baseUrl: string | URL | undefined): URL => {
  if (baseUrl === undefined) return new URL(file.url);
  if (typeof baseUrl !== 'string' && !(baseUrl instanceof URL))
    throw new InterpError('bad-option', `baseUrl is ${shownValue(baseUrl)}; expected a URL`);
  const page = (globalThis as { location?: { href: string } }).location?.href;
  const folder = String(baseUrl).replace(/\/*$/, '/');
  try {
    return new URL(`${name}/${file.name}`, new URL(folder, page));
  } catch (cause) {
    throw new InterpError('bad-option', `baseUrl is ${JSON.stringify(folder)}; expected an absolute URL`, { cause });
  }
};

const readChecked = async (url: URL, { bytes, sha256: expected }: WeightFile): Promise<Uint8Array> => {
  const read = await readBytes(url);
  if (read.length === bytes && bytesToHex(sha256(read)) === expected) return read;
  throw new InterpError(
    'bad-checksum',
    `${url.pathname} is not the file that ships (${read.length} bytes, expected ${bytes} of SHA-256 ${expected}); install or fetch it again`,
  );
};

/**
 * Reads the files of a network that ships, checked against its card.
 *
 * @param card - its name and files
 * @param baseUrl - the URL of a copy of the folder `weights`; this package's own where there is none
 * @returns the bytes of each file
 * @throws InterpError `not-found` for a missing file, `bad-checksum` for a damaged one, `network` without an answer, `bad-option` for a
 *   base that is no URL
 */
export const readFiles = (
  { name, files }: { readonly name: string; readonly files: readonly WeightFile[] },
  baseUrl: string | URL | undefined,
): Promise<Uint8Array[]> => Promise.all(files.map((file) => readChecked(place(name, file, baseUrl), file)));
