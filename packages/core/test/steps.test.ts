import { drive, type DriveOptions, type Progress } from '../src/index.js';
import { splitDriveOptions } from '../src/internal.js';
import { failure, refused } from '@interp/testing/refusal';

function* count(n: number, log: string[] = []): Generator<number, number, boolean> {
  let done = 0;
  try {
    while (done < n) if (yield ++done) break;
    return done;
  } finally {
    log.push('closed');
  }
}

async function* later(n: number): AsyncGenerator<number, number, boolean> {
  let done = 0;
  while (done < n) {
    await Promise.resolve();
    if (yield ++done) break;
  }
  return done;
}

const busy = (milliseconds: number): void => {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
};

test.each([
  ['plain', count],
  ['asynchronous', later],
])('runs %s steps to their result', async (_, steps) => {
  expect(await drive(steps(4))).toBe(4);
  expect(await drive(steps(0))).toBe(0);
});

test('reports every step, with the time left where the total is known', async () => {
  const seen: Progress<number>[] = [];
  await drive(count(4), {
    total: 4,
    onStep: (progress) => {
      seen.push(progress);
    },
  });
  expect(seen.map(({ step, value, total }) => [step, value, total])).toEqual([1, 2, 3, 4].map((n) => [n, n, 4]));
  for (const { step, seconds, secondsLeft } of seen) expect(secondsLeft).toBeCloseTo((seconds / step) * (4 - step), 12);
  await drive(count(1), { onStep: (progress) => expect(progress.secondsLeft).toBeUndefined() });
});

test('waits for an asynchronous onStep', async () => {
  let waited = 0;
  const onStep = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    waited++;
  };
  await drive(count(3), { onStep });
  expect(waited).toBe(3);
});

test('stops after the current step and gives what there is', async () => {
  const abort = new AbortController();
  const onStep = ({ step }: Progress<number>) => {
    if (step === 3) abort.abort();
  };
  expect(await drive(count(100), { signal: abort.signal, onStep })).toBe(3);
  expect(await drive(later(100), { signal: abort.signal })).toBe(1);
});

test('lets the event loop run', async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  function* slow() {
    for (let i = 0; i < 10; i++) {
      busy(5);
      yield i;
    }
  }
  await drive(slow(), { yieldEvery: 5 });
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(3);
});

test('an error of onStep closes the work and comes out', async () => {
  const log: string[] = [];
  const onStep = () => {
    throw new Error('stop here');
  };
  expect(String(await failure(() => drive(count(5, log), { onStep })))).toMatch('stop here');
  expect(log).toEqual(['closed']);
});

test('an error of the work comes out, its finally blocks done', async () => {
  const log: string[] = [];
  function* failing(): Generator<number, number, boolean> {
    try {
      yield 1;
      throw new Error('broken');
    } finally {
      log.push('closed');
    }
  }
  expect(String(await failure(() => drive(failing())))).toMatch('broken');
  expect(log).toEqual(['closed']);
});

test('the options of a method are told apart from those of drive', async () => {
  const options: { rate: number } & DriveOptions<number> = { rate: 2, total: 5, onStep: () => undefined };
  const [own, driving] = splitDriveOptions(options);
  expect(own).toEqual({ rate: 2 });
  expect(driving).toEqual({ total: 5, onStep: options.onStep });
  expect((await refused(() => splitDriveOptions(null as unknown as object))).message).toMatch(
    'expected an object of options',
  );
});
