import * as tf from '@tensorflow/tfjs-core';
import { InterpError } from '@interp/checks';
import {
  backendNames,
  backendOptions,
  type BackendName,
  type BackendOptions,
  type ChosenBackend,
  type RefusedBackend,
} from './backend-options.js';
import { candidates } from './candidate.js';
import { kernelSource } from './compiled/kernel-table.js';
import { tryBackend } from './try-backend.js';
import { threadsInUse } from './threads/threads-wanted.js';

let previous: Promise<unknown> = Promise.resolve();

const choices = (): string => ['auto', ...backendNames()].join(', ');

/** The backend in use. TensorFlow.js also names one that did not start. */
const inUse = (): string | undefined => {
  const { backendName, registry } = tf.engine() as unknown as { backendName?: string; registry: object };
  return backendName !== undefined && backendName in registry ? backendName : undefined;
};

const restore = async (name: string | undefined): Promise<void> => {
  if (name !== undefined && tf.findBackendFactory(name)) await tf.setBackend(name);
};

const choose = async (name: BackendName | 'auto', options: BackendOptions): Promise<ChosenBackend> => {
  const names = backendNames();
  if (name !== 'auto' && !names.includes(name)) {
    throw new InterpError('no-backend', `there is no backend "${name}" here; choose one of ${choices()}`);
  }
  const settings = backendOptions.withDefaults(options);
  const before = inUse();
  const refused: RefusedBackend[] = [];
  let waits = false;
  for (const candidate of name === 'auto' ? names : [name]) {
    const start = (wanted: BackendName): Promise<string | undefined> => tryBackend(wanted, settings);
    const { auto } = candidates[candidate];
    const decision = name === 'auto' && auto ? await auto(settings, start) : undefined;
    const reason = decision ? (decision.taken ? undefined : decision.why) : await start(candidate);
    waits ||= decision?.waits === true;
    if (reason === undefined)
      return {
        name: candidate,
        refused,
        ...(decision && { why: decision.why }),
        ...(waits && { waits }),
        ...kernelSource(tf.backend()),
        ...threadsInUse(candidate, settings.threads),
      };
    refused.push({ name: candidate, reason });
  }
  await restore(before);
  const reasons = refused.map((one) => `"${one.name}" (${one.reason})`).join(', ');
  throw new InterpError('no-backend', `the backend ${reasons} cannot be used; choose one of ${choices()}`);
};

/**
 * Starts and sets the TensorFlow.js backend. With `auto` it takes the first that works: in Node.js `tensorflow-gpu`
 * (`@tensorflow/tfjs-node-gpu`) and `tensorflow` (`@tensorflow/tfjs-node`) where they are installed, `webgpu` (`@tensorflow/tfjs-backend-webgpu`
 * and `webgpu`) where it pays, `wasm`, `cpu`; in browsers `webgpu` and `webgl` where their packages are there, `wasm`, `cpu`. On `wasm` it registers the kernels that training lacks and the fast forms of
 * slow ones, divided among threads where asked for, and removes the process-wide listeners that the backend adds.
 *
 * @param name - a backend, or `auto`
 * @param options - where the wasm binaries are, threads, what the work is
 * @returns the backend in use, and why others were refused
 * @throws `bad-option` for an option out of range; `no-backend` if the name is unknown in this environment, or the requested backend is not available; the one in use before then stays in use
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 *
 * const { name, refused } = await startBackend();
 * console.log(name, refused.map(({ reason }) => reason));
 * ```
 */
export const startBackend = (
  name: BackendName | 'auto' = 'auto',
  options: BackendOptions = {},
): Promise<ChosenBackend> => {
  const chosen = previous.then(() => choose(name, options));
  previous = chosen.catch(() => undefined);
  return chosen;
};
