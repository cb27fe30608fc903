import { mkdtempSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { openEngine, openQueueBoard, resumeBatch, workOnBatch } from '@interp/batch';
import { bullmqEngine, queueBoard } from '@interp/bullmq';
import { jobsOfSuite } from '@interp/testing/batch-jobs';
import { refused } from '@interp/testing/refusal';
import { metrics, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { BullMQOtel } from 'bullmq-otel';
import { hasRedis, startRedis, type TestServer } from './redis-server.js';

const { folder, submitted: submittedJob } = jobsOfSuite();
const submitted = (): Promise<string> => submittedJob({ task: 'classify', inputs: ['drawn:test/0-11'], chunk: 2 });

/** What a server answers a request for a host. */
const answer = (url: string, host: string): Promise<{ readonly status?: number; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (part: string) => (text += part));
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    asked.on('error', reject);
    asked.end();
  });

(hasRedis ? describe : describe.skip)('with redis-server (needs apt-get install redis-server)', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis(mkdtempSync(join(folder, 'redis-')));
  });
  afterAll(() => server.kill());

  test('spans and metrics of OpenTelemetry tell of each chunk that is put into the queue and done', async () => {
    const [spans, numbers] = [
      new InMemorySpanExporter(),
      new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE),
    ];
    const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
    const reader = new PeriodicExportingMetricReader({ exporter: numbers, exportIntervalMillis: 3_600_000 });
    const metering = new MeterProvider({ readers: [reader] });
    trace.setGlobalTracerProvider(tracing);
    metrics.setGlobalMeterProvider(metering);
    try {
      const place = await submitted();
      const telemetry = new BullMQOtel({ tracerName: 'interp', meterName: 'interp', enableMetrics: true });
      const engine = bullmqEngine({ redis: server.url, telemetry });
      await resumeBatch(place, { engine });
      expect(await workOnBatch(place, { processes: 0, untilDone: true, engine })).toMatchObject({
        done: 6,
        isComplete: true,
      });
      await reader.forceFlush();
      const named = (part: string) => spans.getFinishedSpans().filter(({ name }) => name.startsWith(part));
      expect(named('addBulk').length).toBeGreaterThan(0);
      const done = named('process');
      expect(done).toHaveLength(6);
      for (const { duration } of done) expect(duration[0]).toBeGreaterThanOrEqual(0);
      // Chunks are told by number and hash: no names of images, no paths.
      expect(JSON.stringify(spans.getFinishedSpans().map(({ attributes }) => attributes))).not.toMatch(
        /drawn|interp-bullmq-/,
      );
      const all = numbers.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
      const completed = all.find(({ descriptor }) => descriptor.name === 'bullmq.jobs.completed');
      expect(completed?.dataPoints.reduce((sum, { value }) => sum + (value as number), 0)).toBe(6);
    } finally {
      trace.disable();
      metrics.disable();
      await Promise.all([tracing.shutdown(), metering.shutdown()]);
    }
  });

  test('the board shows the queues of all jobs to this machine alone, and nothing can be changed there', async () => {
    const place = await submitted();
    await resumeBatch(place, { engine: await openEngine({ engine: 'bullmq', redis: server.url }) });
    const { url, close } = await openQueueBoard({ redis: server.url });
    try {
      const { host } = new URL(url);
      expect(host).toMatch(/^127\.0\.0\.1:\d+$/);
      expect(await answer(url, host)).toMatchObject({
        status: 200,
        text: expect.stringContaining('interp batch') as string,
      });
      const { text } = await answer(`${url}api/queues`, host);
      const { queues } = JSON.parse(text) as {
        readonly queues: { readonly name: string; readonly counts: object; readonly readOnlyMode: boolean }[];
      };
      expect(queues.find(({ counts }) => (counts as { waiting: number }).waiting === 6)).toMatchObject({
        name: expect.stringMatching(/^batch-/) as string,
        readOnlyMode: true,
      });
      expect((await answer(url, 'elsewhere.example')).status).toBe(403);
      const taken = await refused(() => queueBoard({ redis: server.url, port: Number(new URL(url).port) }));
      expect([taken.code, taken.message]).toEqual(['network', expect.stringMatching(/is taken/)]);
    } finally {
      await close();
    }
  });
});

test('an engine without an address, and an address without its engine, are refused; so is a port that is none', async () => {
  expect((await refused(() => openEngine({ redis: 'redis://x' }))).message).toMatch(
    'the option redis is for { engine: bullmq }',
  );
  expect((await refused(() => openEngine({ engine: 'bullmq' }))).message).toMatch('there is no address of Redis');
  expect((await refused(() => openQueueBoard())).message).toMatch('there is no address of Redis');
  expect((await refused(() => queueBoard({ redis: 'redis://x', port: 70_000 }))).code).toBe('bad-option');
  expect(await refused(() => queueBoard({ redis: 'redis://:secret@127.0.0.1:1' }))).toMatchObject({
    code: 'network',
    message: 'Redis at 127.0.0.1:1 does not answer; expected Redis or Valkey there',
  });
});
