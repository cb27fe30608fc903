import { constants } from 'node:fs';
import { lstat, open, readlink, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { InterpError, shownPath } from '@interp/checks';
import { codeOf, failure } from './error-code.js';

/** Where the bytes of a file go in the end. */
export interface WriteTarget {
  /** The path, no symbolic link. */
  readonly path: string;
  /** Whether it is written into rather than replaced: a device, a FIFO, an open file of a process. */
  readonly special: boolean;
}

/** Links that are followed before they are taken for a circle, as Linux has it. */
const mostLinks = 40;

/** Folders whose entries are a process' open files: links that only the system can follow. */
const openFiles = /^\/proc\/(?:self|thread-self|\d+)(?:\/task\/\d+)?\/fd$|^\/dev\/fd$/;

const cannotTake = (path: string, what: string): InterpError =>
  new InterpError('not-writable', `${shownPath(path)} cannot be written to: it is ${what}; expected a file`);

/**
 * Follows a path to what is to be written: symbolic links, also one whose target is not there yet.
 *
 * @param path - as it was given
 * @returns where it leads, and whether that is written into or replaced
 * @throws InterpError `not-writable` for folders, sockets and block devices; the error of the file system
 */
export const writeTarget = async (path: string): Promise<WriteTarget> => {
  let current = resolve(path);
  for (let links = 0; links <= mostLinks; links++) {
    const folder = await realpath(dirname(current));
    if (openFiles.test(folder)) return { path: current, special: true };
    const found = await lstat(current).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (found === undefined || found.isFile()) return { path: current, special: false };
    if (!found.isSymbolicLink()) {
      if (found.isCharacterDevice() || found.isFIFO()) return { path: current, special: true };
      throw cannotTake(path, found.isDirectory() ? 'a folder' : found.isSocket() ? 'a socket' : 'a block device');
    }
    current = resolve(folder, await readlink(current));
  }
  throw failure('ELOOP', 'its links lead to each other');
};

/** Milliseconds between two tries to write into a FIFO that is full. */
const pause = 5;

/**
 * Writes into what is there, such as a device or a FIFO, and replaces nothing.
 *
 * @param path - of the device, the FIFO, the open file
 * @param contents - what is written, at its end
 * @throws InterpError `not-writable` for a FIFO that nobody reads; the error of the file system
 */
export const writeInto = async (path: string, contents: Uint8Array | string): Promise<void> => {
  const { O_WRONLY, O_APPEND, O_NONBLOCK } = constants;
  const handle = await open(path, O_WRONLY | O_APPEND | O_NONBLOCK).catch((error: unknown) => {
    throw codeOf(error) === 'ENXIO' ? cannotTake(path, 'a FIFO that nobody reads') : error;
  });
  try {
    const bytes = Buffer.from(contents);
    for (let at = 0; at < bytes.length;) {
      const written = await handle.write(bytes, at).catch((error: unknown) => {
        if (codeOf(error) !== 'EAGAIN') throw error;
        return undefined;
      });
      at += written?.bytesWritten ?? 0;
      if (written === undefined) await wait(pause);
    }
  } finally {
    await handle.close();
  }
};
