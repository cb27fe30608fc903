import { startBackend } from '@interp/backend';
import { initialOf } from '../src/state/parameters.js';
import { segments } from '../src/views/segments/segments.js';
import { segmentsCode, segmentsCommand } from '../src/views/segments/segments-code.js';
import { segmentsParameters } from '../src/views/segments/segments-parameters.js';
import { runCode } from './as-code.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const initial = initialOf(segmentsParameters);

test('both networks read the display, and as many flips as are said change what they read', async () => {
  const { read } = await segments({ networks: ['lenet', 'lenet-thesis'], values: { ...initial, lit: 'abcdg' } });
  expect(read.map(({ network }) => network)).toEqual(['lenet', 'lenet-thesis']);
  for (const { answer, flips, map, logits } of read) {
    const all = map.flat();
    expect(all).toHaveLength(128);
    expect(answer.segments).toBe('abcdg');
    expect(answer.class).toBe(logits.indexOf(Math.max(...logits)));
    const end = all.find(({ state }) => state === flips?.states.at(-1));
    expect(end?.class).not.toBe(answer.class);
    const near = all.filter(({ segments: lit }) => {
      const differing = Array.from('abcdefg').filter((letter) => lit.includes(letter) !== 'abcdg'.includes(letter));
      return differing.length < (flips?.flips.length ?? 0);
    });
    expect(near.every((other) => other.class === answer.class)).toBe(true);
  }
});

test('the segments of an address are letters, each once', () => {
  const { read } = segmentsParameters.lit;
  expect(read('abg')).toBe('abg');
  expect(read('')).toBe('');
  expect(['aa', 'h', 'a b', 'abcdefga'].map(read)).toEqual([undefined, undefined, undefined, undefined]);
});

test('the program that is shown computes the same in Node.js', async () => {
  const values = { ...initial, lit: 'bc', thickness: 4, slant: 0.2, right: 1, down: -2 };
  const { read } = await segments({ networks: ['lenet-thesis'], values });
  expect(runCode(segmentsCode({ network: 'lenet-thesis' }, values))).toEqual({
    class: read[0].answer.class,
    probability: expect.closeTo(read[0].answer.probability, 5) as number,
    flips: read[0].flips?.flips,
  });
  expect(segmentsCommand({ network: 'lenet' }, values)).toBe(
    'npx interp sevenseg --model lenet --thickness 4 --slant 0.2 --shift 1,-2 --json',
  );
});
