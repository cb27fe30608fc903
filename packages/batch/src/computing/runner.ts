import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InterpError, type InterpErrorCode } from '@interp/checks';
import { chunkReader, type Chunk } from '../job/chunks.js';
import type { JobStorage } from '../storage/job-storage.js';
import { computeChunk, type ComputedChunk } from './compute-chunk.js';
import { openJob } from './open-job.js';

/** What computes chunks. */
export interface ChunkRunner {
  /** Computes a chunk and stores its result. It throws what computing throws; an InterpError whose cause is {@link processEnded} where a process died. */
  run(chunk: Pick<Chunk, 'index'>): Promise<ComputedChunk>;
  /** Ends its processes. */
  close(): Promise<void>;
}

/** The cause of the error of a chunk whose process ended in the middle, killed by the system for its memory say. */
export const processEnded = 'process-ended';

/** What a process of computing is sent, and what it answers. */
export interface ToCompute {
  /** The number of the chunk. */
  readonly chunk: number;
}
/** What a process of computing says. */
export type FromCompute =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly code: InterpErrorCode; readonly message: string }
  | { readonly kind: 'computed'; readonly computed: ComputedChunk }
  | { readonly kind: 'failed'; readonly code: InterpErrorCode; readonly message: string };

/** Computes chunks in this process, one at a time. */
export const runHere = async (storage: JobStorage): Promise<ChunkRunner> => {
  const opened = await openJob(storage);
  const chunkAt = chunkReader(storage, opened.job);
  let last: Promise<unknown> = Promise.resolve();
  const run = async (index: number): Promise<ComputedChunk> => computeChunk(opened, await chunkAt(index));
  return {
    run: ({ index }) => {
      const found = last.then(() => run(index));
      last = found.catch(() => undefined);
      return found;
    },
    close: async () => {
      await last;
      opened.dispose();
    },
  };
};

/** The program of a process; where sources run that were not compiled, the compiled one. */
const programOf = (): string => {
  const beside = fileURLToPath(new URL('./compute-process.js', import.meta.url));
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../dist/computing/compute-process.js', import.meta.url));
};

/** A process that has opened the job. */
const startProcess = (place: string): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    // Ctrl-C on a terminal reaches the whole group of processes; what is being computed is to end in good order.
    const child = fork(programOf(), [place], {
      detached: true,
      env: process.env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ended = (how: unknown): void =>
      reject(new InterpError('not-found', `no process of computing starts (${String(how)}); expected memory for it`));
    child.once('error', ended);
    child.once('exit', ended);
    child.once('message', (message: FromCompute) => {
      child.off('exit', ended).off('error', ended);
      if (message.kind === 'ready') resolve(child);
      else if (message.kind === 'refused') reject(new InterpError(message.code, message.message));
    });
  });

/** Computes a chunk in a process. */
const computeIn = (child: ChildProcess, index: number): Promise<ComputedChunk> =>
  new Promise((resolve, reject) => {
    const over = (): unknown => child.off('exit', onExit).off('message', onMessage);
    const onExit = (code: number | null, signal: string | null): void => {
      over();
      const text = `the process that computed chunk ${index} ended (${signal ?? code}); expected memory enough for a chunk; submit smaller ones`;
      reject(new InterpError('out-of-memory', text, { cause: processEnded }));
    };
    const onMessage = (message: FromCompute): void => {
      over();
      if (message.kind === 'computed') resolve(message.computed);
      else if (message.kind === 'failed') reject(new InterpError(message.code, message.message));
    };
    child.on('exit', onExit).on('message', onMessage);
    if (child.connected) child.send({ chunk: index } satisfies ToCompute);
    else onExit(child.exitCode, child.signalCode);
  });

/** Milliseconds that a process has to end in good order. */
const grace = 2000;

const endProcess = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const late = setTimeout(() => child.kill('SIGKILL'), grace);
    child.once('exit', () => {
      clearTimeout(late);
      resolve();
    });
    if (child.connected) child.disconnect();
  });

/**
 * Computes chunks in processes of their own, one for each that is computed at once, so that this one stays free to say that it is there. A process that
 * dies is replaced.
 *
 * @param storage - of the job
 * @throws InterpError as `openJob`, of the first process
 */
export const runInProcesses = async ({ place }: Pick<JobStorage, 'place'>): Promise<ChunkRunner> => {
  // One first: where the job cannot be opened, it says so once.
  const free: ChildProcess[] = [await startProcess(place)];
  const all = new Set(free);
  const take = async (): Promise<ChildProcess> => {
    for (let child = free.pop(); child; child = free.pop()) {
      if (child.connected) return child;
      all.delete(child);
    }
    const fresh = await startProcess(place);
    all.add(fresh);
    return fresh;
  };
  return {
    run: async ({ index }) => {
      const child = await take();
      try {
        return await computeIn(child, index);
      } finally {
        free.push(child);
      }
    },
    close: async () => {
      await Promise.all([...all].map(endProcess));
    },
  };
};
