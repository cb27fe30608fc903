import type { Board } from './board.js';

type Kernels = Readonly<Record<string, (...values: number[]) => void>>;

/** An addon of `@interp/native`: its kernels take the whole memory first. */
interface Addon {
  kernels(level: string): Readonly<Record<string, (memory: Uint8Array, ...values: number[]) => void>>;
}

/**
 * Takes parts of the work from a board and does them, until none is left. It refers to nothing outside itself, because {@link threadSource} sends
 * its source text to the other threads.
 *
 * @param board - the board
 * @param kernels - the compiled kernels, instantiated in this thread
 */
export const takeParts = ({ control, state, table, names, columns, index }: Board, kernels: Kernels): void => {
  for (;;) {
    const part = Atomics.sub(control, 0, 1) - 1;
    if (part < 0) return;
    Atomics.store(state, index, part + 1);
    const values = table.subarray(part * columns, part * columns + control[6]);
    try {
      kernels[names[control[5]]](...values);
    } catch {
      Atomics.store(control, 4, 1);
    }
    Atomics.store(control, 8 + part, 1);
    Atomics.add(control, 1, 1);
    Atomics.store(state, index, 0);
  }
};

/**
 * What a thread does from beginning to end: takes part in every kernel, keeps checking for the next one a little while, then sleeps.
 * It refers to nothing outside itself either.
 *
 * @param take - {@link takeParts}
 * @param load - loads an addon, in Node.js
 * @returns what starts it, given the board
 */
const kernelThread =
  (take: typeof takeParts, load: (file: string) => Addon) =>
  ({ native, ...board }: Board): void => {
    const { module, memory, control, state, index } = board;
    const kernels = { ...new WebAssembly.Instance(module, { env: { memory } }).exports } as Record<
      string,
      Kernels[string]
    >;
    if (native) {
      // A shared memory stays where it is when it grows, and whoever put work on the board has checked it.
      const bytes = new Uint8Array(memory.buffer);
      for (const [name, kernel] of Object.entries(load(native.file).kernels(native.level)))
        kernels[name] = (...values) => kernel(bytes, ...values);
    }
    const looks = 60_000;
    Atomics.store(state, index, 0);
    for (;;) {
      const round = Atomics.load(control, 2);
      take(board, kernels);
      let look = 0;
      while (look < looks && Atomics.load(control, 0) < 1) look++;
      if (look < looks) continue;
      Atomics.store(state, index, -2);
      Atomics.add(control, 3, 1);
      Atomics.wait(control, 2, round);
      Atomics.sub(control, 3, 1);
      Atomics.store(state, index, 0);
    }
  };

/** The source text of a thread's program, for workers in Node.js and in browsers: it waits for one message, the board. */
export const threadSource = (): string => `
const load = typeof require === 'function' ? require : undefined;
const start = (${kernelThread.toString()})(${takeParts.toString()}, load);
if (typeof require === 'function') require('node:worker_threads').parentPort.once('message', start);
else self.onmessage = ({ data }) => { self.postMessage('started'); start(data); };
`;
