import { spawn, spawnSync } from 'node:child_process';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server like S3, of PyPI: `pip install "moto[server]"`; MOTO_SERVER is its path where it is not on PATH. */
const program = process.env['MOTO_SERVER'] ?? 'moto_server';

/** Whether there is one to test with. */
export const hasS3 = spawnSync(program, ['-h']).status === 0;

/** What goes wrong on the way to a server. */
export interface Faults {
  /** Of each kind, how many requests of a hundred: answered with 500, told to slow down or that their time is wrong, broken off as they are sent, their answers cut off or lost. */
  readonly [kind: string]: number;
}

/** A server like S3 with a way to it on which requests get lost. */
export interface TestBucket {
  /** The address of the way to it. */
  readonly url: string;
  /** What went wrong so far, by kind. */
  readonly counts: Record<string, number>;
  /** Whether conditional puts are known. */
  conditional: boolean;
  /** What goes wrong from now on. */
  faults: Faults;
  /** Ends it. */
  close(): Promise<void>;
}

const listening = async (server: ReturnType<typeof createServer>): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** Whether a request was signed more than a quarter of an hour ago, or ahead, by the true time, whatever a test has made of Date. */
const isSkewed = ({ headers }: IncomingMessage): boolean => {
  const [, ...parts] = /^(....)(..)(..)T(..)(..)(..)Z$/.exec(String(headers['x-amz-date'])) ?? [];
  const [year, month, ...rest] = parts.map(Number);
  return !(Math.abs(Date.UTC(year, month - 1, ...rest) - performance.timeOrigin - performance.now()) < 900_000);
};

const errorText = (code: string): string =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>so</Message></Error>`;

/** Starts a server, and the way to it. */
export const startBucket = async (): Promise<TestBucket> => {
  const probe = createServer();
  const port = await listening(probe);
  await new Promise((resolve) => probe.close(resolve));
  const moto = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const counts: Record<string, number> = {};
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const fault = (kind: string): boolean => {
    if (random() * 100 >= (bucket.faults[kind] ?? 0)) return false;
    counts[kind] = (counts[kind] ?? 0) + 1;
    return true;
  };
  const pass = (from: IncomingMessage, to: ServerResponse, body: Buffer): void => {
    const headers = { ...from.headers, 'content-length': String(body.length) };
    if (!bucket.conditional) delete (headers as Record<string, unknown>)['if-none-match'];
    const onward = request({ host: '127.0.0.1', port, method: from.method, path: from.url, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const all = Buffer.concat(parts);
        // What was asked for is done, and nobody hears of it.
        if (fault('lost')) return to.destroy();
        to.writeHead(answer.statusCode!, answer.headers);
        if (all.length > 1 && fault('cut')) return to.write(all.subarray(0, all.length / 2), () => to.destroy());
        to.end(all);
      });
    });
    onward.on('error', () => to.destroy());
    onward.end(body);
  };
  const server = createServer((from, to) => {
    if (from.method === 'PUT' && fault('broken')) {
      if (from.headers['content-length'] === '0') from.destroy();
      else from.once('data', () => from.destroy());
      return;
    }
    const parts: Buffer[] = [];
    from.on('error', () => undefined);
    from.on('data', (part: Buffer) => parts.push(part));
    from.on('end', () => {
      if (fault('failed')) return to.writeHead(500).end(errorText('InternalError'));
      if (fault('slow')) return to.writeHead(503).end(errorText('SlowDown'));
      if (isSkewed(from) || fault('skewed')) {
        counts['skewed'] = (counts['skewed'] ?? 0) + 1;
        return to.writeHead(403).end(errorText('RequestTimeTooSkewed'));
      }
      pass(from, to, Buffer.concat(parts));
    });
  });
  server.on('clientError', (_, socket) => socket.destroy());
  const url = `http://127.0.0.1:${await listening(server)}`;
  const bucket: TestBucket = {
    url,
    counts,
    conditional: true,
    faults: {},
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      moto.kill('SIGKILL');
    },
  };
  while (!(await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)))
    await new Promise((resolve) => setTimeout(resolve, 100));
  return bucket;
};
