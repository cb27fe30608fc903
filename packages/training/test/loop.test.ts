import { drive, random } from '@interp/core';
import { readSafetensors, writeSafetensors } from '@interp/files';
import { randomFromState } from '@interp/core/internal';
import type { LoopResult } from '../src/index.js';
import { arrayOf, trainingLoop, type Learner, type LoopOptions } from '../src/internal.js';
import { z } from 'zod';
import { refusal, refused } from '@interp/testing/refusal';

interface Record {
  readonly epoch: number;
  readonly sum: number;
}
interface State {
  readonly sum: number;
  readonly noise: readonly number[];
}
type Counting = Learner<Record, State, { readonly last: number }> & {
  readonly values: Float32Array;
  readonly log: string[];
};

/** A learner whose one array depends on every batch, rate and random number that it has had, in their order. */
const counting = (endsAfter = Infinity): Counting => {
  const values = Float32Array.of(1);
  const log: string[] = [];
  let noise = random(7);
  let [waiting, sum, last] = [0, 0, 0];
  return {
    values,
    log,
    forms: {
      record: z.strictObject({ epoch: z.int(), sum: z.number() }),
      state: z.strictObject({ sum: z.number(), noise: z.array(z.int()) }),
    },
    get measures() {
      return { last };
    },
    step: ({ indices, rate, step, epochsDone, isRead }) => {
      log.push(`${step}${isRead ? '!' : ''}: ${Array.from(indices).join()}`);
      for (const index of indices)
        values[0] = Math.fround(values[0] * 0.9 + index * rate + noise.uniform() + epochsDone);
      waiting += values[0];
    },
    read: () => {
      sum += waiting;
      [last, waiting] = [waiting, 0];
      return Promise.resolve();
    },
    endEpoch: ({ epoch }) => {
      const record = { epoch, sum };
      sum = 0;
      return Promise.resolve({ record, endsEarly: epoch >= endsAfter });
    },
    arrays: () => [{ name: 'values', shape: [1], values: values.slice() }],
    state: () => ({ sum, noise: noise.state() }),
    restore: (arrays, state) => {
      values.set(arrayOf(arrays, 'values', 1));
      noise = randomFromState(state.noise);
      ({ sum } = state);
    },
  };
};

const run = async (
  options: Partial<LoopOptions<Record>> = {},
  until = Infinity,
  learner = counting(),
): Promise<LoopResult<Record> & { value: number; log: string[]; checkpoint: Uint8Array; kept: number[] }> => {
  let checkpoint = new Uint8Array();
  const kept: number[] = [];
  const stop = new AbortController();
  const steps = trainingLoop(learner, {
    format: 'interp-counting-2',
    fingerprint: { model: 'one number', batch: '3' },
    size: 11,
    batch: 3,
    epochs: 3,
    rate: 0.1,
    order: random(1),
    onCheckpoint: (bytes, { step }) => {
      checkpoint = bytes.slice();
      kept.push(step);
    },
    ...options,
  });
  const result = await drive(steps, {
    signal: stop.signal,
    onStep: ({ value }) => {
      if (value.step >= until) stop.abort();
    },
  });
  return { ...result, value: learner.values[0], log: learner.log, checkpoint, kept };
};

test('each epoch sees every image once, in an order of its own', async () => {
  const { log, ended, step, history } = await run();
  expect({ ended, step, epochs: history.map(({ epoch }) => epoch) }).toEqual({
    ended: 'finished',
    step: 12,
    epochs: [1, 2, 3],
  });
  const epochs = [0, 4, 8].map((from) =>
    log
      .slice(from, from + 4)
      .join()
      .replace(/\d+!?: /g, '')
      .split(',')
      .map(Number),
  );
  for (const order of epochs) expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, i) => i));
  expect(epochs[1]).not.toEqual(epochs[0]);
});

test.each(Array.from({ length: 12 }, (_, i) => i + 1))('stopped at step %i and resumed: to the bit', async (step) => {
  const whole = await run();
  const part = await run({}, step);
  expect(part.ended).toBe(step === 12 ? 'finished' : 'stopped');
  const rest = await run({ resume: part.checkpoint });
  expect(rest.value).toBe(whole.value);
  expect(rest.ended).toBe('finished');
  rest.history.forEach(({ sum }, i) => expect(sum).toBeCloseTo(whole.history[i].sum, 10));
});

test('checkpoints are written when they are due, and losses are read then, at first and every so often', async () => {
  const { kept, log } = await run({ checkpointEvery: 3, readEvery: 2, epochs: 2 });
  expect(kept).toEqual([3, 4, 6, 8]);
  expect(log.filter((line) => line.includes('!')).map(parseFloat)).toEqual([1, 3, 4, 6, 8]);
});

test('whole batches: the rest is dropped, and few images are repeated', async () => {
  const sizes = (log: string[]): number[] => log.map((line) => line.split(',').length);
  expect(sizes((await run({ wholeBatches: true, epochs: 1 })).log)).toEqual([3, 3, 3]);
  const { log } = await run({ wholeBatches: true, epochs: 1, size: 2 });
  const [a, b, c] = log[0].replace(/^.*: /, '').split(',');
  expect([log.length, a]).toEqual([1, c]);
  expect(a).not.toBe(b);
});

test('a learner may end the training early', async () => {
  const whole = await run({}, Infinity, counting(2));
  expect([whole.ended, whole.step]).toEqual(['early-stop', 8]);
  const again = await run({ resume: whole.checkpoint }, Infinity, counting(2));
  expect([again.ended, again.step, again.value]).toEqual(['early-stop', 8, whole.value]);
});

describe('a checkpoint is refused', () => {
  const changed = (bytes: Uint8Array, key: string, change: (text: string) => string): Uint8Array => {
    const { tensors, metadata } = readSafetensors(bytes);
    return writeSafetensors(tensors, new Map(metadata).set(key, change(metadata.get(key)!)));
  };

  test('of another version, in one sentence', async () => {
    const { checkpoint } = await run({}, 5);
    const error = await refused(() => run({ resume: changed(checkpoint, 'format', () => 'interp-counting-1') }));
    expect(error.code).toBe('bad-file');
    expect(error.message).toMatch('interp-counting-1 of another version');
  });

  test('of another kind, option, model', async () => {
    const { checkpoint } = await run({}, 5);
    const resume = changed(checkpoint, 'format', () => 'interp-rbm-training-3');
    expect(await refusal(() => run({ resume }))).toBe('bad-file');
    const fingerprint = { model: 'one number', batch: '3' };
    expect(await refusal(() => run({ resume: checkpoint, fingerprint: { ...fingerprint, batch: '4' } }))).toBe(
      'bad-option',
    );
    expect(await refusal(() => run({ resume: checkpoint, fingerprint: { ...fingerprint, model: 'two' } }))).toBe(
      'unsupported-model',
    );
  });

  test.each([
    ['a batch beyond the epoch', '"batch":1', '"batch":9'],
    ['a step of another batch', '"step":5', '"step":6'],
    ['finished within an epoch', '"finished":false', '"finished":true'],
    ['a state of another form', '"sum"', '"some"'],
  ])('that is damaged: %s', async (_, found, other) => {
    const { checkpoint } = await run({}, 5);
    const resume = changed(checkpoint, 'progress', (text) => text.replace(found, other));
    const learner = counting();
    expect(await refusal(() => run({ resume }, Infinity, learner))).toBe('bad-file');
    expect(learner.values[0]).toBe(1);
  });
});

test('arrays that are no numbers any more end the training, kept or not', async () => {
  const broken = counting();
  const arrays = (): ReturnType<typeof broken.arrays> => [{ name: 'values', shape: [1], values: Float32Array.of(NaN) }];
  const learner = { ...broken, arrays, measures: { last: 0 } };
  const error = await refused(() => run({ onCheckpoint: undefined }, Infinity, learner));
  expect(error.code).toBe('not-finite');
  expect(error.message).toMatch('after step 4');
});
