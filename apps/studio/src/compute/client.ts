import { signal } from '@preact/signals';
import * as comlink from 'comlink';
import {
  rememberBackend,
  rememberedBackend,
  usualBackend,
  type BackendChoice,
  type StartedBackend,
} from './backend-choice.js';
import type { Studio } from './worker.js';

/** The backend at work; undefined until it has started. */
export const backend = signal<StartedBackend | undefined>(undefined);

/** How often another backend was chosen: what was computed before is computed again. */
export const generation = signal(0);

/** What went wrong with the worker, to be said on the page. */
export const failure = signal<string | undefined>(undefined);

let worker: Worker | undefined;
let studio: Promise<comlink.Remote<Studio>> | undefined;
let refuse: (reason: Error) => void = () => undefined;
let gone = new Promise<never>(() => undefined);

/** The backend that is chosen; also where it cannot be remembered. */
let chosen: BackendChoice | undefined;

/** How many questions are being answered. */
export const waiting = signal(0);

/** Calls back when a worker has ended, however it did: it holds a lock of its name as long as it lives. */
const whenEnded = (name: string, then: () => void): void => {
  if (isSecureContext) void navigator.locks.request(name, then);
};

const begin = async (): Promise<comlink.Remote<Studio>> => {
  gone = new Promise<never>((_, reject) => (refuse = reject));
  gone.catch(() => undefined);
  const life = `studio ${Math.random()}`;
  const begun = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'studio' });
  begun.onerror = (event) => stop(new Error(event.message || 'the computing worker could not start'));
  worker = begun;
  const remote = comlink.wrap<Studio>(begun);
  const started = await Promise.race([remote.start((chosen ??= rememberedBackend()), life), gone]);
  backend.value = started;
  if (started.instead !== undefined) rememberBackend((chosen = usualBackend));
  whenEnded(life, () => {
    if (worker === begun) stop(new Error('the computing worker has ended'));
  });
  failure.value = started.instead;
  return remote;
};

/** Ends the worker; what waits for it is told why. The next question begins another. */
const stop = (reason: Error): void => {
  worker?.terminate();
  [worker, studio, backend.value] = [undefined, undefined, undefined];
  failure.value = reason.message;
  refuse(reason);
};

/** The worker, begun where there is none. */
const running = (): Promise<comlink.Remote<Studio>> => {
  if (studio) return studio;
  const begun = begin();
  studio = begun;
  begun.catch((reason: unknown) => {
    if (studio === begun) stop(reason instanceof Error ? reason : new Error(String(reason)));
  });
  return begun;
};

/** Begins the worker before it is asked anything, so that it loads while the page does. */
export const startComputing = (): void => void running();

/** Asks the worker; begins one where there is none. */
export const ask = async <T>(question: (studio: comlink.Remote<Studio>) => Promise<T>): Promise<T> => {
  const asked = running();
  waiting.value++;
  try {
    const remote = await asked;
    return await Promise.race([question(remote), gone]);
  } finally {
    waiting.value--;
  }
};

/** Asks again what was answered last. */
export const askAgain = (): void => {
  failure.value = undefined;
  generation.value++;
};

/** Computes with another backend from now on. */
export const chooseBackend = (name: BackendChoice): void => {
  rememberBackend((chosen = name));
  stop(new Error(''));
  askAgain();
};
