import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { repetitions, type Recorder, type Repeated } from '@interp/core/internal';

beforeAll(async () => {
  await startBackend('wasm', { threads: 1 });
});

/** Records nothing of some bytes, and counts how often and what was freed. */
const recorded = () => {
  const counts = { made: 0, freed: 0 };
  const record =
    (bytes: number) =>
    (by: Recorder): Repeated<object> => {
      counts.made++;
      let isThere = true;
      const dispose = (): void => {
        if (isThere) counts.freed++;
        isThere = false;
      };
      const recording = { bytes, isPlayable: () => isThere, play: () => true, dispose };
      return { recording, recorder: by, isUnchanged: () => true, places: {} };
    };
  return { counts, record };
};

test('work is recorded the fourth time, also where two kinds of it alternate', () => {
  const { counts, record } = recorded();
  const [work, owner] = [repetitions<object>(), {}];
  const found = Array.from({ length: 10 }, (_, i) => work.find(owner, i % 2 ? 'a' : 'b', record(8)) !== undefined);
  expect(found).toEqual([false, false, false, false, false, false, true, true, true, true]);
  expect(counts).toEqual({ made: 2, freed: 0 });
  work.giveUp(owner);
  expect(counts.freed).toBe(2);
});

test('of a batch that dwindles nothing is recorded, and of an owner no more than three kinds are known', () => {
  const { counts, record } = recorded();
  const [work, owner] = [repetitions<object>(), {}];
  for (let i = 0; i < 40; i++) work.find(owner, `${i % 4}`, record(8));
  expect(counts.made).toBe(0);
  for (const key of ['a', 'b', 'c', 'd']) for (let i = 0; i < 5; i++) work.find(owner, key, record(8));
  expect(counts).toEqual({ made: 4, freed: 1 });
  work.giveUp(owner);
});

test('so many are kept as there is room for', () => {
  const { counts, record } = recorded();
  const work = repetitions<object>();
  const owners = Array.from({ length: 9 }, () => ({}));
  for (const owner of owners) for (let i = 0; i < 4; i++) work.find(owner, '', record(8));
  expect(counts).toEqual({ made: 9, freed: 1 });
  const large = {};
  const [, , , made] = Array.from({ length: 4 }, () => work.find(large, '', record(2 ** 29)));
  expect(counts).toEqual({ made: 10, freed: 9 });
  expect(made?.recording.bytes).toBe(2 ** 29);
  expect(work.find(large, '', record(8))).toBe(made);
  work.giveUp(large);
});

test('while it is being played it is not found', () => {
  const { record } = recorded();
  const [work, owner] = [repetitions<object>(), {}];
  const [, , , made] = Array.from({ length: 4 }, () => work.find(owner, '', record(8)));
  expect(made?.recording.bytes).toBe(8);
  expect(work.during(owner, () => work.find(owner, '', record(8)))).toBeUndefined();
  expect(work.find(owner, '', record(8))).toBe(made);
  expect(tf.memory().numTensors).toBe(0);
  work.giveUp(owner);
});
