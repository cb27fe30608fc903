import { choice, InterpError, number, optionsTable, text } from '@interp/checks';
import type { BatchEngine } from './engine.js';
import { localEngine } from './local-engine.js';

/** Options of {@link openEngine}. */
export interface OpenEngineOptions {
  /** `local`, by files in the job's storage, or `bullmq`, by a queue in Redis. Default `local`. */
  readonly engine?: 'local' | 'bullmq';
  /** Of `bullmq`: the address, as `redis://host:6379`. Default that in `INTERP_REDIS` of the environment, where a password is not seen. */
  readonly redis?: string;
}

const openEngineOptions = optionsTable<OpenEngineOptions>()({
  engine: choice(['local', 'bullmq'], { default: 'local' }),
  redis: text(),
});

/** What of the package of the queue is asked for here. */
interface QueuePackage {
  readonly bullmqEngine: (options: { readonly redis: string }) => BatchEngine;
  readonly queueBoard: (options: { readonly redis: string; readonly port?: number }) => Promise<QueueBoard>;
}

/** Options of {@link openQueueBoard}. */
export interface OpenQueueBoardOptions extends Pick<OpenEngineOptions, 'redis'> {
  /** The port on the loopback address. Default a free one. */
  readonly port?: number;
}

const openQueueBoardOptions = optionsTable<OpenQueueBoardOptions>()({
  redis: text(),
  port: number({ integer: true, min: 0, max: 65_535 }),
});

/** A page about queues, served to this machine alone. */
export interface QueueBoard {
  /** Its address. */
  readonly url: string;
  /** Ends it. */
  close(): Promise<void>;
}

/** The package of the queue, which nobody else installs: where it is missing, a sentence says so. */
const loadQueue = async (): Promise<QueuePackage> => {
  const name: string = '@interp/bullmq';
  const found: unknown = await import(name).catch((cause: unknown) => {
    throw new InterpError('bad-option', '{ engine: bullmq } needs the package @interp/bullmq; install it beside this one, by npm i @interp/bullmq', { cause }); // prettier-ignore
  });
  return found as QueuePackage;
};

const addressOf = (redis: string | undefined): string => {
  const address = redis ?? process.env['INTERP_REDIS'];
  if (address !== undefined && address !== '') return address;
  throw new InterpError('bad-option', 'there is no address of Redis; expected the option redis, or INTERP_REDIS in the environment'); // prettier-ignore
};

/**
 * Opens an engine by its name, as settings hold it. That on a queue is in the package `@interp/bullmq`, which is loaded then.
 *
 * @param options - its name, and the address of Redis
 * @returns the engine
 * @throws InterpError `bad-option` without the package or the address, or for an address of the other engine
 */
export const openEngine = async (options: OpenEngineOptions = {}): Promise<BatchEngine> => {
  const { engine, redis } = openEngineOptions.withDefaults(options);
  if (engine === 'bullmq') {
    const address = addressOf(redis);
    return (await loadQueue()).bullmqEngine({ redis: address });
  }
  if (redis !== undefined) throw new InterpError('bad-option', 'the option redis is for { engine: bullmq }; leave it out'); // prettier-ignore
  return localEngine();
};

/**
 * Serves bull-board, a page about the queues of all jobs of a Redis, to this machine alone and for looking only.
 *
 * @param options - the address of Redis, as {@link openEngine} takes it; the port, by default a free one
 * @returns its address; it belongs to the caller, who ends it with `close()`
 * @throws InterpError `bad-option` without the packages or the address, and as the engine's connection does
 */
export const openQueueBoard = async (options: OpenQueueBoardOptions = {}): Promise<QueueBoard> => {
  const { redis, port } = openQueueBoardOptions.withDefaults(options);
  const address = addressOf(redis);
  return (await loadQueue()).queueBoard({ redis: address, port });
};
