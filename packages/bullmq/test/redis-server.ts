import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';

/** Whether there is a Redis to test with: `apt-get install redis-server`. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of a test's own. */
export interface TestServer {
  readonly url: string;
  /** Ends it as a power failure does, and starts it again on what its append-only file has. */
  restart(): Promise<void>;
  /** Ends it as a power failure does. */
  kill(): Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const answers = async (url: string): Promise<void> => {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  // One that asks for a password is there as well.
  await Promise.allSettled([redis.ping()]);
  redis.disconnect();
};

/** Starts a Redis on a free port of this machine alone, with an append-only file. */
export const startRedis = async (folder: string, ...more: readonly string[]): Promise<TestServer> => {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''];
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    server = spawn('redis-server', [...options, '--appendfsync', 'always', ...more], { stdio: 'ignore' });
    await answers(url);
  };
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  await start();
  return {
    url,
    kill,
    restart: async () => {
      await kill();
      await start();
    },
  };
};
