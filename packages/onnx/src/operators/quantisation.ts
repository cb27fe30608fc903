import { sizeOfShape } from '@interp/core/internal';
import { type Constant, type GraphBuilder, type OnnxNode, refuse } from '../building/graph-builder.js';
import { elementTypes } from '../file/element-types.js';
import { chain, type Translation, type Translations, without } from './translation.js';

/** How whole numbers stand for real ones: `(q - zero) · scale`. */
interface Quantisation {
  readonly scale: Constant;
  readonly zero: Constant | undefined;
  readonly lowest: number;
  readonly highest: number;
}

const numbersOf = ({ shape, values }: Constant): ArrayLike<number> => {
  const held = values();
  return typeof held === 'number' ? new Float32Array(sizeOfShape(shape)).fill(held) : held;
};

const quantisationOf = (node: OnnxNode, builder: GraphBuilder, scaleName: string, zeroName = ''): Quantisation => {
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

/** The real numbers that quantised weights stand for. */
const dequantised = (stored: Constant, { scale, zero }: Quantisation, at: (index: number) => number): Constant => ({
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

const oneOf = (node: OnnxNode, constant: Constant): number => {
  const values = numbersOf(constant);
  if (values.length !== 1)
    refuse(node, 'has several scales for values that are computed; expected one for all of them');
  return values[0];
};

/**
 * Quantised values keep their real scale: they are held to the range that the whole numbers can express, which may do the work of a ReLU, and not rounded.
 */
const clipped = (node: OnnxNode, builder: GraphBuilder, x: string, by: Quantisation): void => {
  const [scale, zero] = [oneOf(node, by.scale), by.zero ? oneOf(node, by.zero) : 0];
  const { end, float } = chain(node, builder);
  end('Clip', [x, float('lowest', (by.lowest - zero) * scale), float('highest', (by.highest - zero) * scale)]);
  builder.markQuantised(node.outputs[0]);
};

const quantizeLinear: Translation = (node, builder) => {
  const [x, scale, zero] = node.inputs;
  const by = quantisationOf(node, builder, scale, zero);
  const known = builder.constantOf(x);
  if (known) builder.define(node.outputs[0], quantised(node, known, by));
  else clipped(node, builder, x, by);
};

const dequantizeLinear: Translation = (node, builder) => {
  const [x, scale, zero] = node.inputs;
  const by = quantisationOf(node, builder, scale, zero);
  const known = builder.constantOf(x);
  if (known) return builder.define(node.outputs[0], dequantised(known, by, scaleIndex(node, known.shape, by.scale)));
  if (builder.isQuantised(x)) return void builder.emit(node, { operation: 'Identity', inputs: [x], attributes: {} });
  const { op, end, float } = chain(node, builder);
  const real = op('Sub', [op('Cast', [x], { to: 1 }), float('zero', by.zero ? oneOf(node, by.zero) : 0)]);
  end('Mul', [real, float('scale', oneOf(node, by.scale))]);
};

/** Real weights of an operator on whole numbers, as a constant of its own. */
const realWeights = (node: OnnxNode, builder: GraphBuilder, w: string, by: Quantisation, axis: 0 | 1): string => {
  const weights = builder.constantOf(w) ?? refuse(node, 'has weights that are computed; expected constant ones');
  const name = builder.value(node, 'weights');
  builder.define(name, dequantised(weights, by, scaleIndex(node, weights.shape, by.scale, axis)));
  return name;
};

/** Scales of a bias in whole numbers, whose scale is the product of that of the input and those of the weights. */
const realBias = (node: OnnxNode, builder: GraphBuilder, b: string, scaleOfInput: number, scales: Constant): string => {
  const bias = builder.constantOf(b);
  if (!bias) return '';
  const name = builder.value(node, 'bias');
  builder.define(name, {
    shape: bias.shape,
    dtype: 'float32',
    values: () => {
      const [from, by] = [numbersOf(bias), numbersOf(scales)];
      return Float32Array.from({ length: from.length }, (_, i) => from[i] * scaleOfInput * by[by.length === 1 ? 0 : i]);
    },
  });
  return name;
};

const checkQuantised = (node: OnnxNode, builder: GraphBuilder, ...values: readonly string[]): void => {
  if (!values.every(builder.isQuantised))
    refuse(node, 'computes with whole numbers that come from no QuantizeLinear, which is not supported');
};

const qLinearConv: Translation = (node, builder) => {
  const [x, xScale, xZero, w, wScale, wZero, yScale, yZero, b = ''] = node.inputs;
  checkQuantised(node, builder, x);
  const weights = quantisationOf(node, builder, wScale, wZero);
  const input = quantisationOf(node, builder, xScale, xZero);
  const bias = realBias(node, builder, b, oneOf(node, input.scale), weights.scale);
  const { op } = chain(node, builder);
  const y = op('Conv', [x, realWeights(node, builder, w, weights, 0), bias], without(node));
  clipped(node, builder, y, quantisationOf(node, builder, yScale, yZero));
};

const qLinearMatMul: Translation = (node, builder) => {
  const [a, , , b, bScale, bZero, yScale, yZero] = node.inputs;
  const factor = builder.constantOf(b)
    ? realWeights(node, builder, b, quantisationOf(node, builder, bScale, bZero), 1)
    : b;
  checkQuantised(node, builder, ...(factor === b ? [a, b] : [a]));
  const { op } = chain(node, builder);
  clipped(node, builder, op('MatMul', [a, factor]), quantisationOf(node, builder, yScale, yZero));
};

/** Scales of an input that are found when the model runs are left out: its values stay as they are, with a scale of 1. */
const dynamicQuantizeLinear: Translation = (node, builder) => {
  const [y, scale, zero] = node.outputs;
  builder.emit(node, { operation: 'Identity', outputs: [y], attributes: {} });
  builder.markQuantised(y);
  builder.define(scale, { shape: [], dtype: 'float32', values: () => 1 });
  builder.define(zero, { shape: [], dtype: 'int32', values: () => 0, range: [0, 255] });
};

const integerProduct =
  (operation: 'Conv' | 'MatMul'): Translation =>
  (node, builder) => {
    const [x, w, , wZero = ''] = node.inputs;
    checkQuantised(node, builder, x);
    const one: Constant = { shape: [], dtype: 'float32', values: () => 1 };
    const zero = builder.constantOf(wZero);
    if (wZero !== '' && zero && sizeOfShape(zero.shape) > 1)
      refuse(node, 'has a zero point for each row; expected one');
    const weights = realWeights(node, builder, w, { scale: one, zero, lowest: 0, highest: 255 }, 0);
    builder.emit(node, { operation, inputs: [x, weights], attributes: without(node) });
  };

/** Operators of quantised models. Weights get their real values; activations are held to their range, and not rounded. */
export const quantisation: Translations = {
  QuantizeLinear: quantizeLinear,
  DequantizeLinear: dequantizeLinear,
  QLinearConv: qLinearConv,
  QLinearMatMul: qLinearMatMul,
  DynamicQuantizeLinear: dynamicQuantizeLinear,
  ConvInteger: integerProduct('Conv'),
  MatMulInteger: integerProduct('MatMul'),
};

/** Operators that only move values, or pick the greatest, so that quantised values remain what they stand for. */
const moving = new Set([
  ...[
    'Reshape',
    'Transpose',
    'Flatten',
    'Squeeze',
    'Unsqueeze',
    'Slice',
    'Split',
    'Gather',
    'Identity',
    'Expand',
    'Tile',
  ],
  ...['MaxPool', 'GlobalMaxPool', 'Concat', 'DepthToSpace', 'SpaceToDepth', 'Shape'],
]);

/** Checks and notes which values are quantised, after an operation of the file was translated. */
export const followQuantised = (node: OnnxNode, builder: GraphBuilder): void => {
  if (Object.hasOwn(quantisation, node.type) || !node.inputs.some(builder.isQuantised)) return;
  const values = node.type === 'Concat' ? node.inputs : node.inputs.slice(0, 1);
  if (!moving.has(node.type) || !values.every(builder.isQuantised))
    refuse(node, 'takes quantised values, which is not supported; expected DequantizeLinear before it');
  if (node.type !== 'Shape') for (const output of node.outputs) builder.markQuantised(output);
};
