import { sizeOfShape } from '@interp/core/internal';
import { type Constant, type GraphBuilder, type Levels, type OnnxNode, refuse } from '../building/graph-builder.js';
import { elementTypes } from '../file/element-types.js';
import { chain, type Translation, type Translations } from './translation.js';

/** How whole numbers stand for real ones: `(q - zero) · scale`. */
export interface Quantisation {
  /** One scale, or several. */
  readonly scale: Constant;
  /** As many whole numbers that stand for 0; 0 where it is left out. */
  readonly zero: Constant | undefined;
  /** The lowest whole number. */
  readonly lowest: number;
  /** The highest one. */
  readonly highest: number;
}

/** The numbers of a constant, also where one stands for all. */
export const numbersOf = ({ shape, values }: Constant): ArrayLike<number> => {
  const held = values();
  return typeof held === 'number' ? new Float32Array(sizeOfShape(shape)).fill(held) : held;
};

/** How whole numbers stand for real ones, by the names of a scale and a zero point. */
export const quantisationOf = (
  node: OnnxNode,
  builder: GraphBuilder,
  scaleName: string,
  zeroName = '',
): Quantisation => {
  const scale = builder.constantOf(scaleName) ?? refuse(node, 'has a scale that is computed; expected a constant one');
  const zero = builder.constantOf(zeroName);
  if (zeroName !== '' && !zero) refuse(node, 'has a zero point that is computed; expected a constant one');
  const asked = node.attributes.number('output_dtype') ?? 0;
  const [lowest, highest] = zero?.range ?? elementTypes[asked]?.range ?? [0, 255];
  return { scale, zero, lowest, highest };
};

/** For each element of a tensor, which of the scales is its own: the only one, one of its place on an axis, or one of a block. */
const scaleIndex = (
  node: OnnxNode,
  shape: readonly number[],
  scale: Constant,
  given = node.attributes.number('axis') ?? 1,
): ((index: number) => number) => {
  if (sizeOfShape(scale.shape) === 1) return () => 0;
  const axis = given < 0 ? given + shape.length : given;
  const block = node.attributes.number('block_size') ?? 0;
  const after = sizeOfShape(shape.slice(axis + 1));
  const size = shape[axis] ?? refuse(node, `has scales along axis ${given} of weights of rank ${shape.length}`);
  if (block > 0) {
    const blocks = scale.shape[axis];
    if (scale.shape.length !== shape.length || blocks * block < size)
      refuse(node, 'has scales of another shape than its blocks');
    return (i) =>
      (Math.floor(i / (after * size)) * blocks + Math.floor((Math.floor(i / after) % size) / block)) * after +
      (i % after);
  }
  if (scale.shape.length !== 1 || scale.shape[0] !== size)
    refuse(node, `has ${sizeOfShape(scale.shape)} scales for an axis of ${size}`);
  return (i) => Math.floor(i / after) % size;
};

/**
 * The real numbers that quantised weights stand for.
 *
 * @param stored - the weights
 * @param by - their scales and zero points
 * @param at - which of these an element has
 */
export const dequantised = (
  stored: Constant,
  { scale, zero }: Quantisation,
  at: (index: number) => number,
): Constant => ({
  shape: stored.shape,
  dtype: 'float32',
  values: () => {
    const [from, scales, zeros] = [numbersOf(stored), numbersOf(scale), zero ? numbersOf(zero) : undefined];
    const real = new Float32Array(from.length);
    for (let i = 0; i < real.length; i++) real[i] = (from[i] - (zeros?.[at(i)] ?? 0)) * scales[at(i)];
    return real;
  },
});

const roundToEven = (x: number): number => {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
};

/** Weights that an exporter rounds in the graph. */
const quantised = (node: OnnxNode, real: Constant, by: Quantisation): Constant => {
  const { shape } = real;
  const at = scaleIndex(node, shape, by.scale);
  return {
    shape,
    dtype: 'int32',
    range: [by.lowest, by.highest],
    values: () => {
      const [from, scales, zeros] = [numbersOf(real), numbersOf(by.scale), by.zero ? numbersOf(by.zero) : undefined];
      return Int32Array.from({ length: from.length }, (_, i) => {
        const q = roundToEven(from[i] / scales[at(i)]) + (zeros?.[at(i)] ?? 0);
        return Math.max(by.lowest, Math.min(q, by.highest));
      });
    },
  };
};

/** The only scale and zero point; undefined where there are several. */
const levelsIn = ({ scale, zero }: Quantisation): Levels | undefined => {
  const [scales, zeros] = [numbersOf(scale), zero ? numbersOf(zero) : [0]];
  return scales.length === 1 && zeros.length === 1 ? { scale: scales[0], zero: zeros[0] } : undefined;
};

/**
 * Quantised values keep their real scale: they are rounded to the levels that whole numbers can express, and held to their range. A derivative passes
 * straight through the rounding.
 *
 * @param node - the operation, whose first output they are
 * @param builder - the graph
 * @param x - the values
 * @param by - the levels
 */
export const rounded = (node: OnnxNode, builder: GraphBuilder, x: string, by: Quantisation): void => {
  const [output] = node.outputs;
  const [scale, zero] = ['scale', 'zero'].map((name) => builder.value(node, name));
  if ((node.attributes.number('block_size') ?? 0) > 0)
    refuse(
      node,
      'has a scale for each block of values that are computed; expected one for all, or one for each place of an axis',
    );
  builder.define(scale, by.scale);
  builder.define(zero, by.zero ?? { shape: by.scale.shape, dtype: 'int32', values: () => 0 });
  const attributes = { lowest: by.lowest, highest: by.highest, axis: node.attributes.number('axis') ?? 1 };
  builder.emit(node, { operation: 'FakeQuantize', inputs: [x, scale, zero], outputs: [output], attributes });
  builder.markQuantised(output, levelsIn(by));
};

/**
 * The real values of quantised ones: of constants, of what a quantised operation gives, or of whole numbers that the model is given.
 *
 * @param node - the operation that takes them
 * @param builder - the graph
 * @param x - the quantised values
 * @param by - their levels
 * @param axis - the axis of several scales. Default as the operation says
 * @returns the name of the real values
 */
export const realValues = (
  node: OnnxNode,
  builder: GraphBuilder,
  x: string,
  by: Quantisation,
  axis?: number,
): string => {
  const { op, float } = chain(node, builder);
  const known = builder.constantOf(x);
  if (known) {
    const name = builder.value(node, 'real');
    builder.define(name, dequantised(known, by, scaleIndex(node, known.shape, by.scale, axis)));
    return name;
  }
  const own = levelsIn(by);
  if (!builder.isQuantised(x)) {
    const { scale, zero } =
      own ?? refuse(node, 'has several scales for values that are computed; expected one for all of them');
    const shifted = op('Sub', [op('Cast', [x], { to: 1 }), float('zero', zero)]);
    return op('Mul', [shifted, float('scale', scale)]);
  }
  const before = builder.levelsOf(x);
  if (!before || !own || (before.scale === own.scale && before.zero === own.zero)) return x;
  // The same whole numbers, read by other levels.
  const scaled = op('Mul', [x, float('scale', own.scale / before.scale)]);
  return op('Add', [scaled, float('shift', (before.zero - own.zero) * own.scale)]);
};

const quantizeLinear: Translation = (node, builder) => {
  const [x, scale, zero] = node.inputs;
  const by = quantisationOf(node, builder, scale, zero);
  const known = builder.constantOf(x);
  if (known) builder.define(node.outputs[0], quantised(node, known, by));
  else rounded(node, builder, x, by);
};

const dequantizeLinear: Translation = (node, builder) => {
  const [x, scale, zero] = node.inputs;
  const real = realValues(node, builder, x, quantisationOf(node, builder, scale, zero));
  const known = builder.constantOf(real);
  if (known) builder.define(node.outputs[0], known);
  else builder.emit(node, { operation: 'Identity', inputs: [real], attributes: {} });
};

/** Scales of an input that are found when the model runs: its values keep their real scale, so that theirs is 1. */
const dynamicQuantizeLinear: Translation = (node, builder) => {
  const [y, scale, zero] = node.outputs;
  builder.emit(node, { operation: 'FakeQuantizeByRange', outputs: [y], attributes: {} });
  builder.markQuantised(y, { scale: 1, zero: 0 });
  builder.define(scale, { shape: [], dtype: 'float32', values: () => 1 });
  builder.define(zero, { shape: [], dtype: 'int32', values: () => 0, range: [0, 255] });
};

/** Operators that quantise and undo it. Weights get their real values; activations are rounded to their levels, which are real values. */
export const quantisation: Translations = {
  QuantizeLinear: quantizeLinear,
  DequantizeLinear: dequantizeLinear,
  DynamicQuantizeLinear: dynamicQuantizeLinear,
  'com.microsoft.QuantizeLinear': quantizeLinear,
  'com.microsoft.DequantizeLinear': dequantizeLinear,
};
