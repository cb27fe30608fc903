import { signal } from '@preact/signals';
import * as comlink from 'comlink';
import type { BackendChoice, StartedBackend } from './backend-choice.js';
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

const chosen = (): BackendChoice => (localStorage.getItem('backend') as BackendChoice | null) ?? 'wasm';

const begin = async (): Promise<comlink.Remote<Studio>> => {
  gone = new Promise<never>((_, reject) => (refuse = reject));
  gone.catch(() => undefined);
  worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'studio' });
  worker.onerror = (event) => stop(new Error(event.message || 'the computing worker could not start'));
  const remote = comlink.wrap<Studio>(worker);
  backend.value = await Promise.race([remote.start(chosen()), gone]);
  failure.value = undefined;
  return remote;
};

/** Ends the worker; what waits for it is told why. The next question begins another. */
const stop = (reason: Error): void => {
  worker?.terminate();
  [worker, studio, backend.value] = [undefined, undefined, undefined];
  failure.value = reason.message;
  refuse(reason);
};

/** Asks the worker; begins one where there is none. */
export const ask = async <T>(question: (studio: comlink.Remote<Studio>) => Promise<T>): Promise<T> => {
  studio ??= begin();
  const asked = studio;
  asked.catch((reason: unknown) => {
    if (studio === asked) stop(reason instanceof Error ? reason : new Error(String(reason)));
  });
  const remote = await asked;
  return Promise.race([question(remote), gone]);
};

/** Computes with another backend from now on. */
export const chooseBackend = (name: BackendChoice): void => {
  localStorage.setItem('backend', name);
  stop(new Error(''));
  failure.value = undefined;
  generation.value++;
};
