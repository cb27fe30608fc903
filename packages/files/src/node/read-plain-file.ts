import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf, failure } from './error-code.js';

/** Options of {@link readPlainFile}. */
export interface ReadPlainFileOptions {
  /** Whether a symbolic link is followed. Default true. */
  readonly followLink?: boolean;
  /** The most bytes to read; a longer file is refused. Default any number. */
  readonly most?: number;
}

/** Opens without waiting for a writer, as a FIFO would, and closes what it opened. */
const opened = async <Value>(path: string, flags: number, work: (handle: FileHandle) => Promise<Value>) => {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | flags);
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
};

/**
 * Reads a plain file. Folders, devices, FIFOs and sockets are refused: reading them might wait forever, or never end.
 *
 * @param path - of the file
 * @param options - whether a link is followed, how long it may be
 * @returns its bytes
 * @throws the error of the file system; one of code `EISDIR` for a folder, `EINVAL` for a device, a FIFO or a socket, `ELOOP` for a link that is
 * not to be followed, `EFBIG` for too many bytes
 */
export const readPlainFile = (
  path: string,
  { followLink = true, most = Infinity }: ReadPlainFileOptions = {},
): Promise<Buffer> =>
  opened(path, followLink ? 0 : (constants.O_NOFOLLOW ?? 0), async (handle) => {
    const found = await handle.stat();
    if (found.isDirectory()) throw failure('EISDIR', 'it is a folder');
    if (!found.isFile()) throw failure('EINVAL', 'it is a device, a FIFO or a socket');
    if (found.size > most) throw failure('EFBIG', `it has ${found.size} bytes, more than ${most}`);
    return handle.readFile();
  });

/** The most bytes to read from a FIFO, and from a device: terminals give few, and others give bytes without end. */
const [mostOfPipe, mostOfDevice] = [2 ** 30, 2 ** 24];

/** Milliseconds between two tries to read from an empty FIFO. */
const pause = 20;

/**
 * Reads to the end. What has no bytes at once may be a FIFO that nobody has opened to write yet, or a terminal at which nobody has typed:
 * it tries again until it is interrupted. A device that says that it has none, as /dev/null, is at its end.
 */
const readPipe = async (handle: FileHandle, isFifo: boolean, signal?: AbortSignal): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  const most = isFifo ? mostOfPipe : mostOfDevice;
  for (let size = 0; size <= most;) {
    signal?.throwIfAborted();
    const read = await handle.read({ buffer: Buffer.allocUnsafe(65_536) }).catch((error: unknown) => {
      if (codeOf(error) !== 'EAGAIN') throw error;
      return undefined;
    });
    if (read?.bytesRead === 0 && (size > 0 || !isFifo)) return Buffer.concat(chunks);
    if (read?.bytesRead) chunks.push(read.buffer.subarray(0, read.bytesRead));
    else await wait(pause);
    size += read?.bytesRead ?? 0;
  }
  throw failure('EFBIG', `it has more than ${most} bytes`);
};

/**
 * Reads a file, or what a device or a FIFO gives until its end.
 *
 * @param path - of the file
 * @param signal - ends the wait for a FIFO that stays silent
 * @returns its bytes
 * @throws the error of the file system, and the signal's reason
 */
export const readAnyFile = (path: string, signal?: AbortSignal): Promise<Buffer> =>
  opened(path, 0, async (handle) => {
    const found = await handle.stat();
    const isFifo = found.isFIFO();
    return isFifo || found.isCharacterDevice() ? readPipe(handle, isFifo, signal) : handle.readFile();
  });
