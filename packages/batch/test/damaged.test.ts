import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  batchStatus,
  cancelBatch,
  collectBatch,
  contactSheet,
  localEngine,
  pauseBatch,
  resultTable,
  resumeBatch,
  workOnBatch,
} from '@interp/batch';
import { isInterpError } from '@interp/checks';
import { here, jobsOfSuite } from '@interp/testing/batch-jobs';
import { jobHash } from '../src/job/stored-job.js';

const { folder, submitted } = jobsOfSuite();
const engine = localEngine({ leaseSeconds: 0.05, backoffSeconds: 0.001 });
/** Every so many of all values are tried, as all of them take minutes. */
const step = Number(process.env['INTERP_EVERY'] ?? 97);

/** What is done to a job. */
const commands: Readonly<Record<string, (place: string) => Promise<unknown>>> = {
  status: batchStatus,
  pause: pauseBatch,
  resume: resumeBatch,
  results: async (place) => resultTable((await collectBatch(place)).results),
  sheet: (place) => contactSheet(place),
  work: (place) => workOnBatch(place, { ...here, engine }),
  cancel: cancelBatch,
};

type Json = null | number | string | boolean | readonly Json[] | { readonly [name: string]: Json };

/** What may stand in the place of anything. */
const others: readonly Json[] = [null, 1e9, -1.5, 'x', '../../x', [], {}, [null], { a: null }, true];

/** A value with one of its parts replaced by each of the others, and left out. */
function* mutants(value: Json): Generator<Json | undefined> {
  yield* others;
  if (Array.isArray(value)) {
    const list: readonly Json[] = value as readonly Json[];
    yield [...list, ...list];
    for (const [i, part] of list.slice(0, 2).entries())
      for (const other of mutants(part)) yield list.map((one, j) => (i === j ? (other ?? null) : one));
  } else if (typeof value === 'object' && value !== null)
    for (const [name, part] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([one]) => one !== name));
      for (const other of mutants(part)) yield Object.fromEntries([...Object.entries(value), [name, other ?? null]]);
    }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const read = (place: string, file: string): Json => JSON.parse(readFileSync(join(place, file), 'utf8')) as Json;

/** Writes a job with a hash that fits, as whoever may write to the storage can. */
const writeJob = (place: string, job: Json): void => {
  let text = JSON.stringify(job);
  try {
    text = JSON.stringify({ ...(job as object), job: jobHash(job as never) });
  } catch {
    // It is no job at all.
  }
  writeFileSync(join(place, 'job.json'), text);
};

/** Forges a file of a job, and what vouches for it. */
const forge = (place: string, file: string, value: Json): void => {
  if (file === 'job.json') return writeJob(place, value);
  const text = JSON.stringify(value);
  writeFileSync(join(place, file), text);
  if (file === 'chunks/00000.json') writeJob(place, { ...(read(place, 'job.json') as object), pages: [sha256(text)] });
};

let done: string;
let open: string;
beforeAll(async () => {
  done = await submitted({ task: 'classify', inputs: ['sample:0', 'sample:1', 'sample:2'], chunk: 2 });
  open = `${done}-open`;
  cpSync(done, open, { recursive: true });
  await workOnBatch(done, here);
  for (const side of ['leases', 'attempts', 'failed']) mkdirSync(join(open, side, '00000'), { recursive: true });
  const state = { worker: 'w', done: 1, images: 2, duplicates: 0, active: 1, seconds: 2, at: 'now', ended: false };
  mkdirSync(join(open, 'workers'));
  const { machineName } = await import('@interp/files/internal');
  const lease = { worker: 'w', host: machineName, pid: process.pid, beat: 0 };
  const sides = { 'workers/w.json': state, 'leases/00000/000000001.json': lease };
  const attempts = { failures: 1, deaths: 0, error: 'it failed' };
  const all = { ...sides, 'attempts/00000/000000001.json': attempts, 'failed/00000/000000001.json': attempts };
  for (const [file, value] of Object.entries(all)) writeFileSync(join(open, file), JSON.stringify(value));
}, 60_000);

const recordOf = (place: string): string =>
  `results/00000/${readdirSync(join(place, 'results/00000')).find((name) => name.endsWith('.json'))!}`;

/** Tries commands on a copy of a job that was changed; says what was thrown that is no refusal. */
const tried = async (from: string, change: (place: string) => void, names = Object.keys(commands)) => {
  const place = mkdtempSync(join(folder, 'damaged-'));
  cpSync(from, place, { recursive: true });
  change(place);
  const raw: string[] = [];
  for (const name of names)
    try {
      await commands[name](place);
      // eslint-disable-next-line no-restricted-syntax -- what is thrown and is no refusal is what is looked for
    } catch (error) {
      if (!isInterpError(error)) raw.push(`${name}: ${String(error)}`);
    }
  rmSync(place, { recursive: true });
  return raw;
};

/** Some of the values. */
const some = <Value>(values: Iterable<Value>, every = step): Value[] => [...values].filter((_, i) => i % every === 0);

test.each(['job.json', 'chunks/00000.json', 'record', 'manifest.json'])(
  'forged by a value, %s is refused or does no harm',
  async (name) => {
    const file = name === 'record' ? recordOf(done) : name;
    const raw: string[] = [];
    for (const value of some(mutants(read(done, file)))) {
      const fresh = name === 'job.json' || name.startsWith('chunks');
      const change = (place: string): void => forge(place, file, value!);
      const found = await tried(done, change, ['status', 'results', 'sheet']);
      if (fresh) found.push(...(await tried(open, change, ['status', 'work', 'pause', 'resume', 'cancel'])));
      raw.push(...found.map((text) => `${JSON.stringify(value)}: ${text}`));
    }
    expect(raw).toEqual([]);
  },
  600_000,
);

test.each([
  'workers/w.json',
  'leases/00000/000000001.json',
  'attempts/00000/000000001.json',
  'failed/00000/000000001.json',
])(
  'so does %s',
  async (file) => {
    const raw: string[] = [];
    for (const value of some(mutants(read(open, file)))) {
      const found = await tried(open, (place) => forge(place, file, value!), ['status', 'work', 'resume']);
      raw.push(...found.map((text) => `${JSON.stringify(value)}: ${text}`));
    }
    expect(raw).toEqual([]);
  },
  600_000,
);

test('so does any file with other bytes', async () => {
  const files = (readdirSync(done, { recursive: true }) as string[]).filter((file) => /\.\w+$/.test(file));
  const raw: string[] = [];
  let seed = 1;
  const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
  for (const file of files)
    for (let i = 0; i < 60; i += step) {
      const found = await tried(
        done,
        (place) => {
          const bytes = readFileSync(join(place, file));
          const at = random(bytes.length);
          const kinds = [
            () => bytes.subarray(0, at),
            () => Buffer.concat([bytes, bytes.subarray(0, at)]),
            () => bytes.fill(random(256), at, Math.min(bytes.length, at + 1 + random(20))),
          ];
          writeFileSync(join(place, file), kinds[random(3)]());
        },
        ['status', 'results', 'sheet', 'work'],
      );
      raw.push(...found.map((text) => `${file}: ${text}`));
    }
  expect(raw).toEqual([]);
}, 600_000);
