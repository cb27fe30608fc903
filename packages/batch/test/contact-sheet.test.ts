import {
  collectBatch,
  contactSheet,
  pauseBatch,
  batchStatus,
  resultTable,
  resumeBatch,
  workOnBatch,
  type BatchJob,
} from '@interp/batch';
import { here, jobsOfSuite } from '@interp/testing/batch-jobs';
import { refused } from '@interp/testing/refusal';

const jobs = jobsOfSuite();
const submitted = (job: Partial<BatchJob>): Promise<string> =>
  jobs.submitted({ task: 'classify', inputs: ['drawn:test/0-29'], chunk: 7, ...job });
const work = (place: string, more = {}) => workOnBatch(place, { ...here, ...more });

test.each(['classify', 'explain', 'attack', 'prototype'] as const)(
  'the sheet of %s shows the most and the least certain of all chunks',
  async (task) => {
    const options = task === 'prototype' ? { inputs: ['all'], options: { steps: 2 } } : {};
    const place = await submitted({ task, ...options });
    await work(place);
    const { results } = await collectBatch(place);
    const table = resultTable(results, 3);
    expect([table[0], table.length]).toEqual([['input', 'label', 'class', 'certainty'], 5]);
    const certainties = results.map(({ probability, after, score }) =>
      Number(probability ?? (after as { readonly probability: number } | undefined)?.probability ?? score),
    );
    const svg = await contactSheet(place, { count: 4 });
    expect(svg.includes('most certain')).toBe(true);
    const ordered = [...certainties].sort((a, b) => a - b);
    for (const one of [...ordered.slice(0, 4), ...ordered.slice(-4)])
      expect([one, svg.includes(one.toPrecision(3))]).toEqual([one, true]);
    expect(svg.match(/<image/g)!.length).toBeGreaterThanOrEqual(8);
  },
);

test('there is no sheet before a chunk is done, and none of metrics', async () => {
  const place = await submitted({});
  expect((await refused(() => contactSheet(place))).code).toBe('not-found');
  expect((await refused(() => contactSheet(place, { count: 0 }))).code).toBe('bad-option');
  const metrics = await submitted({ task: 'metrics', inputs: ['sample:1'], options: { methods: ['sensitivity'] } });
  await work(metrics);
  expect((await refused(() => contactSheet(metrics))).code).toBe('unsupported-model');
});

test('a paused job rests with its workers until it is resumed', async () => {
  const place = await submitted({});
  await pauseBatch(place);
  const working = work(place);
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(await batchStatus(place)).toMatchObject({ done: 0, paused: true });
  await resumeBatch(place);
  expect(await working).toMatchObject({ done: 5, isComplete: true });
  expect(await batchStatus(place)).toMatchObject({ done: 5, paused: false });
});
