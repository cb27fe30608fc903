import { InterpError } from '@interp/checks';
import { asleep, mostParts, newBoard, notStarted, slots, type Board, type NativeAddon } from './board.js';
import { takeParts } from './kernel-thread.js';
import { startThread, type Thread } from './start-thread.js';

/** Divides kernels among threads. */
export interface KernelPool {
  /** How many threads there are, this one counted. */
  readonly threads: number;
  /** How many are running now: this one, and those that have started and not ended. */
  atWork(): number;
  /** Why there are fewer than were asked for, in a few words: some could not start, or have ended. */
  whyFewer(): string | undefined;
  /**
   * Into how many parts a kernel's work should be cut. The threads are started only once there has been enough work, so that short jobs do not pay for them.
   *
   * @param work - multiplications, roughly
   * @param again - those of them that every part repeats. Default 0
   * @returns 1 if dividing does not pay
   */
  parts(work: number, again?: number): number;
  /**
   * Runs a kernel's parts in this thread and the others, and returns when all are done. Parts write to different places, so that the
   * result has the same bits whichever thread computes which part.
   *
   * @param kernel - its name
   * @param parts - the arguments of each part
   */
  run(kernel: string, parts: readonly (readonly number[])[]): void;
}

/** Least multiplications of a part for a thread that is awake: some four microseconds of work, as taking a part costs up to one. */
const smallestPart = 60_000;

/** Least multiplications of a kernel that sleeping threads are woken for: some fifty microseconds of work, as long as waking them takes. */
const worthWaking = 800_000;

/** Least multiplications of a part's own for each one that every part repeats. */
const ownForAgain = 6;

/** After a thread was held up, kernels with fewer multiplications, some half a millisecond of work, are not shared for a while. */
const soonDone = 8_000_000;

/** How long that while is, as a multiple of the time lost: a busy machine has no core to spare. */
const calm = 20;

/** A thread counts as held up if this one waits for it longer than it worked itself, by so many milliseconds. */
const longWait = 0.1;

/** Multiplications after which the other threads are started: about a tenth of a second of work. */
const enoughWork = 500_000_000;

/** How many times this thread checks whether the others are done before it sleeps. */
const looks = 20_000;

/** Rounds of waiting, of a millisecond each, after which it checks whether a thread has ended. */
const patience = 50;

/**
 * Waits for the parts that others are still working on; a page's main thread may not sleep, so it keeps checking.
 *
 * @param board - the board
 * @param parts - how many there are
 * @param help - called now and then where that takes long
 */
const waitFor = ({ control }: Board, parts: number, help: () => void): void => {
  let waits = 0;
  for (let look = 0; Atomics.load(control, slots.done) < parts; look++) {
    if (look < looks) continue;
    const finished = Atomics.load(control, slots.done);
    if (++waits % patience === 0) help();
    try {
      if (finished < parts) Atomics.wait(control, slots.done, finished, 1);
    } catch {
      look = 0;
    }
  }
};

/** Kernels that add to their result or change it in place: a part that was begun cannot be repeated. */
const once: readonly string[] = ['addColumns', 'filterGradient', 'maxPoolGrad', 'normalsInside'];

/** Whether a kernel does so with these arguments: a step of Adam may be in place, its value where its result is. */
const changesInPlace = (kernel: string, values: ArrayLike<number>): boolean =>
  once.includes(kernel) || (kernel === 'adam' && values[3] === values[4]);

/** What the threads of a pool have in common. */
interface Shared {
  /** The compiled kernels in WebAssembly. */
  readonly module: WebAssembly.Module;
  /** The shared memory. */
  readonly memory: WebAssembly.Memory;
  /** Kernels in machine code, which take their place. */
  readonly native?: NativeAddon | undefined;
  /** Checks what a kernel of another thread is given, where the kernel does not. */
  readonly check?: ((kernel: string, values: readonly number[]) => void) | undefined;
}

/**
 * A pool for the kernels in a shared memory.
 *
 * @param shared - what the threads have in common
 * @param kernels - the kernels, instantiated in this thread
 * @param threads - how many threads, this one counted
 * @returns the pool; its threads are not started yet
 */
export const kernelPool = (
  { module, memory, native, check }: Shared,
  kernels: Readonly<Record<string, (...values: number[]) => void>>,
  threads: number,
): KernelPool => {
  const board = newBoard(module, memory, threads, native);
  const { control, state, table, columns, names } = board;
  const places = new Map(names.map((name, i) => [name, i]));
  const others: { readonly thread: Thread; readonly index: number }[] = [];
  let work = 0;
  let started = false;
  let aloneUntil = 0;
  let whyFewer: string | undefined;
  let someEnded = false;

  const onEnd = (why: string): void => {
    whyFewer ??= why;
    someEnded = true;
  };

  const start = (): void => {
    started = true;
    try {
      for (let index = 1; index < threads; index++)
        others.push({ thread: startThread({ ...board, index }, onEnd), index });
    } catch (error) {
      whyFewer ??= `no more threads start: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
    }
  };

  /** Forgets the threads that have ended. */
  const forgetEnded = (): void => {
    for (const one of others.filter(({ thread }) => thread.gone())) {
      others.splice(others.indexOf(one), 1);
      if (Atomics.load(state, one.index) === asleep) Atomics.sub(control, slots.asleep, 1);
    }
  };

  /** The parts that nobody will finish: taken by a thread that has ended. */
  const lostParts = (parts: number): readonly number[] => {
    forgetEnded();
    if (!someEnded || Atomics.load(control, slots.left) > 0) return [];
    const held = others.map(({ index }) => Atomics.load(state, index));
    return [...Array(parts).keys()].filter(
      (part) => Atomics.load(control, slots.finished + part) === 0 && !held.includes(part + 1),
    );
  };

  /** Does the parts of threads that have ended. A part must be found lost twice, because a thread tells which part it took only a moment later. */
  const helper = (kernel: string, parts: number): (() => void) => {
    let before = '';
    return () => {
      const lost = lostParts(parts);
      if (lost.join() !== before) {
        before = lost.join();
        return;
      }
      for (const part of lost) {
        const values = table.subarray(part * columns, part * columns + control[slots.size]);
        if (changesInPlace(kernel, values)) Atomics.store(control, slots.failed, 1);
        else kernels[kernel](...values);
        Atomics.store(control, slots.finished + part, 1);
        Atomics.add(control, slots.done, 1);
      }
    };
  };

  return {
    threads,
    atWork: () => {
      forgetEnded();
      return 1 + others.filter(({ index }) => Atomics.load(state, index) !== notStarted).length;
    },
    whyFewer: () => whyFewer,
    parts: (multiplications, again = 0) => {
      if (multiplications < 2 * smallestPart) return 1;
      work += multiplications;
      if (!started && work > enoughWork) start();
      if (someEnded) forgetEnded();
      if (others.length === 0) return 1;
      if (multiplications < worthWaking && Atomics.load(control, slots.asleep) >= others.length) return 1;
      if (multiplications < soonDone && performance.now() < aloneUntil) return 1;
      const smallest = Math.max(smallestPart, ownForAgain * again);
      return Math.max(1, Math.min(mostParts, 4 * (others.length + 1), Math.floor(multiplications / smallest)));
    },
    run: (kernel, parts) => {
      parts.forEach((values, i) => {
        check?.(kernel, values);
        table.set(values, i * columns);
      });
      control[slots.kernel] = places.get(kernel)!;
      control[slots.size] = parts[0].length;
      control.fill(0, slots.finished);
      Atomics.store(control, slots.done, 0);
      Atomics.store(control, slots.left, parts.length);
      Atomics.add(control, slots.round, 1);
      if (Atomics.load(control, slots.asleep) > 0) Atomics.notify(control, slots.round, parts.length - 1);
      const began = performance.now();
      takeParts(board, kernels);
      const waits = performance.now();
      waitFor(board, parts.length, helper(kernel, parts.length));
      const ends = performance.now();
      const lost = ends - waits - (waits - began);
      if (lost > longWait) aloneUntil = ends + calm * lost;
      if (Atomics.exchange(control, slots.failed, 0) === 1)
        throw new InterpError(
          'no-backend',
          `the kernel ${kernel} failed in a thread; run the work again, or with one thread`,
        );
    },
  };
};
