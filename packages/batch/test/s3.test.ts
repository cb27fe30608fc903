import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  batchStatus,
  collectBatch,
  contactSheet,
  localEngine,
  submitBatch,
  workOnBatch,
  type BatchJob,
} from '@interp/batch';
import { here, jobsOfSuite } from '@interp/testing/batch-jobs';
import { refused } from '@interp/testing/refusal';
import { s3Storage } from '../src/storage/s3-storage.js';
import { hasS3, startBucket, type TestBucket } from './s3-server.js';

const { folder } = jobsOfSuite();
const job: BatchJob<'explain'> = { task: 'explain', inputs: ['drawn:test/0-23'], chunk: 4, backend: 'wasm' };

test.each(['s3://', 's3://b', 's3://Bucket/x', 's3://bucket/../x', 's3://bucket/a//b'])(
  '%s is no place',
  async (place) => {
    expect(['bad-option', 'bad-file']).toContain((await refused(() => batchStatus(place))).code);
  },
);

(hasS3 ? describe : describe.skip)('with a server like S3 (needs pip install "moto[server]")', () => {
  let bucket: TestBucket;
  const before = { ...process.env };
  beforeAll(async () => {
    bucket = await startBucket();
    const keys = { AWS_ACCESS_KEY_ID: 'somebody', AWS_SECRET_ACCESS_KEY: 'very-secret', AWS_REGION: 'us-east-1' };
    Object.assign(process.env, { ...keys, AWS_ENDPOINT_URL: bucket.url, AWS_RETRY_MODE: 'standard' });
    await new S3Client({ forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: 'jobs' }));
  }, 60_000);
  afterAll(async () => {
    process.env = before;
    await bucket.close();
  });
  beforeEach(() => {
    bucket.faults = {};
    bucket.conditional = true;
  });

  /** The bytes of all results of a job, by the names of their files. */
  const resultsOf = async (place: string): Promise<ReadonlyMap<string, string>> => {
    const { list, read } = await s3Storage(place);
    const files = await list('results/00000');
    const bytes = await Promise.all(files.map((file) => read(`results/00000/${file}`)));
    return new Map(files.map((file, i) => [file, Buffer.from(bytes[i]!).toString('base64')]));
  };

  test('a file is made once, by whomever, also where the answer is lost; lists go over pages', async () => {
    const { create, read, replace, remove, list } = await s3Storage('s3://jobs/once');
    bucket.faults = { lost: 50 };
    const made = await Promise.all(Array.from({ length: 12 }, (_, i) => create('lease', `worker ${i}`)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(Buffer.from((await read('lease'))!).toString()).toBe(`worker ${made.indexOf(true)}`);
    bucket.faults = {};
    expect(bucket.counts['lost']).toBeGreaterThan(0);
    await replace('lease', 'other');
    expect(Buffer.from((await read('lease'))!).toString()).toBe('other');
    await remove('lease');
    expect([await read('lease'), await list('nothing')]).toEqual([undefined, []]);
    await Promise.all(Array.from({ length: 5 }, (_, i) => replace(`many/${i}.json`, '')));
    expect(await list('many')).toEqual(['0.json', '1.json', '2.json', '3.json', '4.json']);
    expect((await refused(() => read('../other'))).code).toBe('bad-file');
  }, 60_000);

  test('a job in a bucket has the bytes of one in a folder, though uploads break off, answers are cut off or lost, and the server fails or asks to slow down', async () => {
    const alone = join(folder, 'alone');
    await submitBatch(job, alone);
    await workOnBatch(alone, here);
    bucket.faults = { broken: 10, cut: 6, lost: 6, failed: 6, slow: 4 };
    const place = 's3://jobs/faults';
    await submitBatch(job, place);
    const engine = localEngine({ leaseSeconds: 20 });
    const both = await Promise.all([workOnBatch(place, { ...here, engine }), workOnBatch(place, { ...here, engine })]);
    expect(both.map(({ isComplete, failed }) => [isComplete, failed])).toEqual([
      [true, 0],
      [true, 0],
    ]);
    expect(both[0].done + both[1].done - both[0].duplicates - both[1].duplicates).toBe(6);
    const expected = new Map(
      readdirSync(join(alone, 'results/00000')).map((file) => [
        file,
        readFileSync(join(alone, 'results/00000', file)).toString('base64'),
      ]),
    );
    expect(await resultsOf(place)).toEqual(expected);
    const { results, tensors } = await collectBatch(place);
    expect([results.length, tensors.length]).toEqual([24, 3]);
    expect((await contactSheet(place)).startsWith('<svg')).toBe(true);
    for (const kind of ['broken', 'cut', 'lost', 'failed', 'slow'])
      expect([kind, bucket.counts[kind] > 0]).toEqual([kind, true]);
  }, 240_000);

  test('a clock an hour ahead does no harm; one that the server does not agree with at all is said to be', async () => {
    const place = 's3://jobs/clocks';
    const { now } = Date;
    const clock = import.meta.jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    try {
      bucket.counts['skewed'] = 0;
      await submitBatch({ ...job, inputs: ['drawn:test/0-7'] }, place);
      expect(await workOnBatch(place, here)).toMatchObject({ done: 2, isComplete: true });
      expect(bucket.counts['skewed']).toBeGreaterThan(0);
    } finally {
      clock.mockRestore();
    }
    bucket.faults = { skewed: 100 };
    process.env['AWS_MAX_ATTEMPTS'] = '2';
    const refusal = await refused(() => batchStatus(place));
    delete process.env['AWS_MAX_ATTEMPTS'];
    expect([refusal.code, refusal.message]).toEqual(['network', expect.stringMatching(/whose clock is too far from its own/)]); // prettier-ignore
  }, 60_000);

  test('processes open the bucket as well; a server without conditional puts does too', async () => {
    bucket.conditional = false;
    await submitBatch({ ...job, inputs: ['drawn:test/0-11'] }, 's3://jobs/without');
    expect(await workOnBatch('s3://jobs/without', { processes: 1, untilDone: true })).toMatchObject({
      done: 3,
      isComplete: true,
    });
    expect(await batchStatus('s3://jobs/without')).toMatchObject({ done: 3, closed: true });
  }, 120_000);

  test('what is wrong with a bucket is said in a sentence, without any key', async () => {
    expect(await refused(() => submitBatch(job, 's3://other/job'))).toMatchObject({
      code: 'not-found',
      message: 'the bucket "other" is not there; expected a bucket that was made',
    });
    expect((await refused(() => batchStatus('s3://jobs/nothing'))).code).toBe('not-found');
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
    process.env['AWS_MAX_ATTEMPTS'] = '2';
    const { code, message } = await refused(() => batchStatus('s3://jobs/nothing'));
    process.env['AWS_ENDPOINT_URL'] = bucket.url;
    delete process.env['AWS_MAX_ATTEMPTS'];
    expect([code, message]).toEqual(['network', expect.stringMatching(/does not answer as it should/)]);
    expect(message).not.toMatch(/secret/);
  }, 240_000);
});
