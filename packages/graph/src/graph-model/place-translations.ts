import type { Emitter, Translation } from './emitter.js';
import { largest, valuesOf } from './shape-translations.js';

const extremePlace =
  (operation: string): Translation =>
  (e) =>
    e.make(operation, [e.inputs[0]], { axis: e.inputs.length > 1 ? e.numbersOf(1)[0] : 0, keepdims: 0 });

/** One number, everywhere in a shape. */
const filled = (e: Emitter, value: string, shape: string): string => e.make('Expand', [value, shape]);

const alone = (e: Emitter, value: string): string => e.make('Unsqueeze', [value, e.whole([0])]);

/** The other way round along some axes. */
const reverse: Translation = (e) => {
  const axes = e.numbersOf(1);
  const each = (value: number): string => e.whole(axes.map(() => value));
  return e.make('Slice', [e.inputs[0], each(-1), each(-largest), e.whole(axes), each(-1)]);
};

/** Operations that take, put or name places. */
export const placeTranslations: Readonly<Record<string, Translation>> = {
  ArgMax: extremePlace('ArgMax'),
  ArgMin: extremePlace('ArgMin'),
  TopKV2: (e) => valuesOf(e.make('TopK', e.inputs, { axis: -1 }, 2), 2),
  Cumsum: (e) => e.make('CumSum', e.inputs, { exclusive: e.flag('exclusive'), reverse: e.flag('reverse') }),
  Einsum: (e) => e.make('Einsum', e.inputs, { equation: e.text('equation', '') }),
  GatherNd: ({ make, inputs }) => make('GatherND', inputs),
  ScatterNd: (e) => {
    const [places, updates, shape] = e.inputs;
    return e.make('ScatterND', [filled(e, e.scalar(0), shape), places, updates], { reduction: 'add' });
  },
  TensorScatterUpdate: ({ make, inputs }) => make('ScatterND', inputs),
  SparseToDense: (e) => {
    const [places, shape, values, usual] = e.inputs;
    return e.make('ScatterND', [filled(e, usual, shape), places, values]);
  },
  OneHot: (e) => {
    const [places, depth, on, off] = e.inputs;
    const values = e.make('Concat', [alone(e, off), alone(e, on)], { axis: 0 });
    return e.make('OneHot', [places, depth, values], { axis: e.number('axis', -1) });
  },
  ReverseV2: reverse,
  NotEqual: (e) => e.make('Not', [e.make('Equal', e.inputs)]),
};
