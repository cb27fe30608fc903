import * as tf from '@tensorflow/tfjs-core';
import { readdirSync, readlinkSync } from 'node:fs';

/** Looks at what some work leaves behind. */
export interface Watch {
  /** What is there now that was not at the beginning, a line each. */
  left(): readonly string[];
  /** Stops looking. */
  end(): void;
}

/** Bounds that no refusal should come near, on any machine. */
const bounds = { seconds: 60, megabytes: 512 };

interface Made {
  readonly tensor: tf.Tensor;
  /** Its stack is the calls that led to it; V8 writes it only where it is asked for. */
  readonly calls: Error;
}

type Track = (this: unknown, tensor: tf.Tensor, backend: unknown) => void;

const watchers = new Set<Made[]>();
let restore: (() => void) | undefined;

/** How many tensors are remembered before those that are gone are forgotten, with their stacks: long work makes millions. */
const many = 4096;

const add = (made: Made[], one: Made): void => {
  made.push(one);
  if (made.length % many > 0) return;
  let kept = 0;
  for (const each of made) if (!each.tensor.isDisposed) made[kept++] = each;
  made.length = kept;
};

/** Lets each new tensor of the engine be seen by those who watch, with the calls that led to it. */
const follow = (made: Made[]): void => {
  watchers.add(made);
  if (restore) return;
  const engine = tf.engine() as unknown as { trackTensor: Track };
  const { trackTensor } = engine;
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  engine.trackTensor = function (tensor, backend) {
    const calls = new Error();
    for (const watcher of watchers) add(watcher, { tensor, calls });
    trackTensor.call(this, tensor, backend);
  };
  restore = () => {
    engine.trackTensor = trackTensor;
    Error.stackTraceLimit = stackTraceLimit;
  };
};

const unfollow = (made: Made[]): void => {
  watchers.delete(made);
  if (watchers.size > 0) return;
  restore?.();
  restore = undefined;
};

/** A line of a stack that lies in the sources of a package, and not in those of the tests. */
const ofSources = /\/(?:packages|apps)\/(?!testing\/)[\w-]+\/(?:src|dist)\/[^\n)]*/;

/** Tensors more than before, without those of the test's making; a tensor that takes the place of another, as in training, is none. */
const tensorsLeft = (made: readonly Made[], before: number): string[] => {
  const alive = made.filter(({ tensor }) => !tensor.isDisposed);
  const found = alive.flatMap(({ tensor, calls }) => {
    const [line] = ofSources.exec(calls.stack ?? '') ?? [];
    return line === undefined ? [] : [`a tensor [${tensor.shape.join(', ')}] made at ${line}`];
  });
  return tf.engine().state.numTensors - before > alive.length - found.length ? found.slice(0, 20) : [];
};

const depths = (): Record<string, number> => {
  const { scopeStack, gradientDepth, kernelDepth } = tf.engine().state;
  return { scopes: scopeStack.length, tapes: gradientDepth, kernels: kernelDepth };
};

/** Files and folders that are open, where the system tells. */
const openFiles = (): string[] => {
  let names: string[];
  try {
    names = readdirSync('/proc/self/fd');
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${name}`);
      return target.startsWith('/') && !/^\/(?:dev|proc)\//.test(target) ? [target] : [];
    } catch {
      return [];
    }
  });
};

/**
 * What keeps the process alive: timers, requests to the file system, servers, other processes. (Not connections: `fetch` keeps them open
 * for the next request.)
 */
const resources = (): string[] =>
  process.getActiveResourcesInfo().filter((name) => /^(?:Timeout|FSReq|TCPServer|Process|Worker)/.test(name));

/** What one list has more often than another. */
const more = (now: readonly string[], before: readonly string[]): string[] => {
  const rest = [...before];
  return now.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
};

const megabytes = (): number => process.memoryUsage.rss() / 2 ** 20;

/** Begins to look at what is left behind: tensors of the packages' making, scopes, open files, timers, memory, seconds. */
export const watch = (): Watch => {
  const made: Made[] = [];
  const tensors = tf.engine().state.numTensors;
  const [deep, files, alive, memory, started] = [depths(), openFiles(), resources(), megabytes(), performance.now()];
  follow(made);
  return {
    left: () => [
      ...tensorsLeft(made, tensors),
      ...Object.entries(depths()).flatMap(([name, now]) =>
        now === deep[name] ? [] : [`${now} ${name} are open, before ${deep[name]}`],
      ),
      ...more(openFiles(), files).map((name) => `the file ${name} is open`),
      ...more(resources(), alive).map((name) => `a ${name} is waiting`),
      ...(megabytes() - memory > bounds.megabytes ? [`${Math.round(megabytes() - memory)} MB`] : []),
      ...(performance.now() - started > bounds.seconds * 1000 ? [`more than ${bounds.seconds} seconds went by`] : []),
    ],
    end: () => unfollow(made),
  };
};
