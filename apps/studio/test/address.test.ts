import fc from 'fast-check';
import { inputIn, inputText, withPoint, type Input } from '../src/state/input.js';
import { addressOf, initialState, stateAt, viewNames, views, type StudioState } from '../src/state/studio-state.js';
import type { Parameters } from '../src/state/parameters.js';

const byte = fc.integer({ min: 0, max: 255 });
const stroke = fc.array(fc.tuple(byte, byte), { minLength: 1, maxLength: 300 }).map((points) => points.flat());
const inputs: fc.Arbitrary<Input> = fc.oneof(
  fc.integer({ min: 0, max: 9 }).map((digit) => ({ kind: 'sample' as const, digit })),
  fc.array(stroke, { maxLength: 8 }).map((strokes) => ({ kind: 'strokes' as const, strokes })),
  fc.array(byte, { minLength: 784, maxLength: 784 }).map((pixels) => ({ kind: 'pixels' as const, pixels })),
);

/** Any values that the controls of a view can give. */
const valuesFor = (table: Parameters): fc.Arbitrary<object> =>
  fc.record(
    Object.fromEntries(
      Object.entries(table).map(([name, parameter]) => {
        const { choices, min, max, initial } = parameter as {
          choices?: string[];
          min?: number;
          max?: number;
          initial: unknown;
        };
        if (choices) return [name, fc.constantFrom(...choices)];
        if (min !== undefined && max !== undefined)
          return [name, fc.double({ min, max, noNaN: true }).map((value) => value + 0)];
        if (typeof initial === 'boolean') return [name, fc.boolean()];
        if (typeof initial !== 'string') return [name, fc.constant(initial)];
        const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'g', 'ñ', '&', '%'), maxLength: 4 });
        return [name, texts.filter((given) => parameter.read(given) === given)];
      }),
    ),
  );

test.each(viewNames)('a link to %s restores what is looked at and every setting of it', (view) => {
  fc.assert(
    fc.property(inputs, valuesFor(views[view]), fc.constantFrom('en', 'es'), (input, values, language) => {
      const given = { ...initialState, view, input, language, values: { ...initialState.values, [view]: values } };
      const restored = stateAt(addressOf(given));
      expect(restored.input).toEqual(input);
      expect(restored.language).toBe(language);
      expect(restored.values[view]).toEqual(values);
      expect(addressOf(restored)).toBe(addressOf(given as StudioState));
    }),
    { numRuns: 60 },
  );
});

test('an address that says nothing, or nothing right, is the first state', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (address) => {
      expect(views).toHaveProperty(stateAt(address).view);
    }),
  );
  expect(stateAt('')).toEqual(initialState);
  expect(stateAt('explain?method=no&alpha=high&in=strokes.AgAA&network=none&__proto__=1')).toEqual(initialState);
  expect(stateAt('explain?alpha=1e9').values.explain.alpha).toBe(10);
  expect(inputIn('pixels.AAAA')).toBeUndefined();
  expect(inputIn('sample.12')).toBeUndefined();
});

test('a pen that hardly moves adds no point, and a stroke cannot grow without end', () => {
  const begun = withPoint({ kind: 'sample', digit: 1 }, 10, 10, true);
  expect(begun).toEqual({ kind: 'strokes', strokes: [[10, 10]] });
  expect(withPoint(begun, 11, 11, false)).toBe(begun);
  expect(withPoint(begun, 300, -5, false)).toEqual({ kind: 'strokes', strokes: [[10, 10, 255, 0]] });
  let long: Input = begun;
  for (let i = 0; i < 5000; i++) long = withPoint(long, (i * 20) % 256, 10, false);
  expect(inputIn(inputText(long))).toEqual(long);
  expect(withPoint(long, 200, 200, false)).toBe(long);
});
