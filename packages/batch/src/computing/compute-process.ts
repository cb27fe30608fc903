// The program of a process that computes chunks, one at a time, for the process that started it; it ends when that one does.
import process from 'node:process';
import { isInterpError } from '@interp/checks';
import { openStorage } from '../storage/open-storage.js';
import { runHere, type ChunkRunner, type FromCompute, type ToCompute } from './runner.js';

const say = (message: FromCompute): void => {
  // Whoever started it may be gone by now: there is nobody to tell then.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};

const refusal = (error: unknown) =>
  isInterpError(error)
    ? { code: error.code, message: error.message }
    : {
        code: 'bad-value' as const,
        message: `unexpected failure: ${error instanceof Error ? error.message : String(error)}`,
      };

// The process that started it says when it ends: a terminal's Ctrl-C must not cut a chunk in two.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const start = async (): Promise<ChunkRunner | undefined> => {
  try {
    return await runHere(await openStorage(process.argv[2]));
  } catch (error) {
    say({ kind: 'refused', ...refusal(error) });
    if (process.connected) process.disconnect();
    return undefined;
  }
};

const runner = await start();
// What is being computed is stored first, also where whoever wanted it is gone.
const end = (): void => void (runner?.close() ?? Promise.resolve()).finally(() => process.exit(0));
process.on('disconnect', end);
if (!process.connected) end();
if (runner) {
  process.on('message', ({ chunk }: ToCompute) => {
    runner.run({ index: chunk }).then(
      (computed) => say({ kind: 'computed', computed }),
      (error: unknown) => say({ kind: 'failed', ...refusal(error) }),
    );
  });
  say({ kind: 'ready' });
}
