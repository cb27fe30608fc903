import {
  boolean,
  callback,
  checkedBy,
  choice,
  list,
  nested,
  number,
  optionsTable,
  text,
  withFunctions,
} from '../src/index.js';
import { refusedNow } from '@interp/testing/refusal';

interface Example {
  readonly rate: number;
  readonly steps?: number;
  readonly name?: string;
  readonly rules?: readonly number[];
  readonly mode?: 'fast' | 'slow';
  readonly strict?: boolean;
  readonly onStep?: (step: number) => void;
  readonly loss?: { of(x: number): number };
  readonly even?: number;
  readonly words?: { readonly one?: string };
}

const loss = { of: (x: number) => x };
const example = optionsTable<Example>()({
  rate: number({ above: 0, required: true }),
  steps: number({ min: 1, integer: true, default: 100 }),
  name: text(),
  rules: list({ numbers: true }),
  mode: choice(['fast', 'slow'], { default: 'fast' }),
  strict: boolean({ default: false }),
  onStep: callback(),
  loss: withFunctions(['of'], { default: loss }),
  words: nested(optionsTable<{ readonly one?: string }>()({ one: text({ default: 'one' }) })),
  even: checkedBy((name, value) => number({ integer: true }).check(`${name} / 2`, Number(value) / 2)),
});

const messageOf = (options: unknown): string => {
  const refusal = refusedNow(() => example.withDefaults(options as Example));
  return refusal ? `${refusal.code}: ${refusal.message}` : 'taken';
};

describe('optionsTable', () => {
  test('fills in the defaults, and takes undefined as left out', () => {
    const filled = example.withDefaults({ rate: 0.5, steps: undefined, name: undefined });
    expect(filled).toEqual({ rate: 0.5, steps: 100, mode: 'fast', strict: false, loss });
    expect('name' in filled).toBe(false);
    const steps: number = filled.steps;
    const mode: 'fast' | 'slow' = filled.mode;
    expect([steps, mode]).toEqual([100, 'fast']);
    expect(example.defaults).toEqual({ steps: 100, mode: 'fast', strict: false, loss });
  });

  test.each<[unknown, string]>([
    [{ rate: 1, strict: true, onStep: () => 0, even: 4, rules: [1] }, 'taken'],
    [null, 'bad-option: options is null; expected an object of options'],
    [{}, 'bad-option: rate is undefined; expected a number above 0'],
    [{ rate: 1, rule: [1] }, 'bad-option: there is no option "rule"; did you mean "rules"?'],
    [{ rate: 1, Steps: 1 }, 'bad-option: there is no option "Steps"; did you mean "steps"?'],
    [
      { rate: 1, quality: 1 },
      'bad-option: there is no option "quality"; expected rate, steps, name, rules, mode, strict, onStep, loss, words, even',
    ],
    [{ rate: 1, steps: 1.5 }, 'bad-option: steps is 1.5; expected a whole number at least 1'],
    [{ rate: 1, mode: 'quick' }, 'bad-option: mode is "quick"; expected fast or slow'],
    [{ rate: 1, strict: 1 }, 'bad-option: strict is 1; expected true or false'],
    [{ rate: 1, name: 1 }, 'bad-option: name is 1; expected a text'],
    [{ rate: 1, onStep: 1 }, 'bad-option: onStep is 1; expected a function'],
    [{ rate: 1, loss: {} }, 'bad-option: loss has no function "of"; expected a value made for this option'],
    [{ rate: 1, words: 1 }, 'bad-option: words is 1; expected an object of options'],
    [{ rate: 1, words: { one: 1 } }, 'bad-option: words: one is 1; expected a text'],
    [{ rate: 1, words: { ones: 1 } }, 'bad-option: words: there is no option "ones"; did you mean "one"?'],
    [{ rate: 1, even: 3 }, 'bad-option: even / 2 is 1.5; expected a whole number'],
  ])('%j: %s', (options, message) => {
    expect(messageOf(options)).toBe(message);
  });
});
