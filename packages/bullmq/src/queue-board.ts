import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InterpError, checkedBy, checkText, number, optionsTable, text } from '@interp/checks';
import type { QueueBoard } from '@interp/batch';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { connectRedis } from './redis.js';

/** Options of {@link queueBoard}. */
export interface QueueBoardOptions {
  /** The address of Redis or Valkey, as `redis://host:6379`; `rediss://user:password@host:6379` with TLS. */
  readonly redis: string;
  /** What its keys begin with. Default `interp`. */
  readonly prefix?: string;
  /** The port on the loopback address. Default a free one. */
  readonly port?: number;
}

/** Checks and defaults of {@link QueueBoardOptions}. */
export const queueBoardOptions = optionsTable<QueueBoardOptions>()({
  redis: checkedBy<string>(checkText, { required: true }),
  prefix: text({ default: 'interp' }),
  port: number({ integer: true, min: 0, max: 65_535, default: 0 }),
});

/** The names of the queues of jobs in a Redis. */
const queuesIn = async (redis: Redis, prefix: string): Promise<readonly string[]> => {
  const names = new Set<string>();
  const keys = redis.scanStream({ match: `${prefix.replace(/[[\]*?\\]/g, '\\$&')}:batch-*:meta`, count: 1000 });
  for await (const some of keys) for (const key of some as string[]) names.add(key.slice(prefix.length + 1, -5));
  return [...names].sort();
};

/** The packages of the board, which nobody else installs: where they are missing, a sentence says so. */
const loadBoard = async () => {
  try {
    const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
      import('@bull-board/api'),
      import('@bull-board/api/bullMQAdapter'),
      import('@bull-board/express'),
    ]);
    return { createBullBoard, BullMQAdapter, ExpressAdapter };
  } catch (cause) {
    const needed = '@bull-board/api and @bull-board/express';
    throw new InterpError('bad-option', `the board needs the packages ${needed}; install them, by npm i ${needed.replace('and ', '')}`, { cause }); // prettier-ignore
  }
};

/** Whether a request is for this machine: a page elsewhere may have its own name lead here. */
const isOurs = (host: string | undefined): boolean => /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host ?? '');

/**
 * Serves bull-board, a page about the queues of all jobs of a Redis, on the loopback address alone. Nothing can be changed there.
 *
 * @param options - the address of Redis, the port
 * @returns the address of the page; `close()` ends it
 * @throws InterpError `bad-option`, also without the packages `@bull-board/api` and `@bull-board/express`; `network` as {@link bullmqEngine}, and for a port that is taken
 */
export const queueBoard = async (options: QueueBoardOptions): Promise<QueueBoard> => {
  const { redis: address, prefix, port } = queueBoardOptions.withDefaults(options);
  const { createBullBoard, BullMQAdapter, ExpressAdapter } = await loadBoard();
  const redis = await connectRedis(address, prefix);
  const names = await queuesIn(redis, prefix);
  const queues = names.map((name) => new Queue(name, { connection: redis, prefix, skipVersionCheck: true }));
  for (const queue of queues) queue.on('error', () => undefined);
  const serverAdapter = new ExpressAdapter();
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter,
    options: { uiConfig: { boardTitle: 'interp batch' } },
  });
  const page = serverAdapter.getRouter() as RequestListener;
  const server = createServer((request, response) => {
    if (isOurs(request.headers.host)) page(request, response);
    else response.writeHead(403).end('This page is for the machine that it is on.');
  });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await Promise.all(queues.map((queue) => queue.close()));
    redis.disconnect();
  };
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (cause) {
    await close();
    throw new InterpError('network', `the port ${port} is taken; expected another one, or 0 for a free one`, { cause });
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
};
