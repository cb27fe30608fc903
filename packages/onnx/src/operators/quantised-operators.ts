import { sizeOfShape } from '@interp/core/internal';
import { type Constant, type GraphBuilder, type OnnxNode, refuse } from '../building/graph-builder.js';
import {
  dequantised,
  numbersOf,
  quantisation,
  quantisationOf,
  type Quantisation,
  realValues,
  rounded,
} from './quantisation.js';
import { chain, type Translation, type Translations, without } from './translation.js';

const microsoft = 'com.microsoft';

/** Real values of an input that is followed by its scale and its zero point. */
const realAt = (node: OnnxNode, builder: GraphBuilder, at: number): string => {
  const [x, scale, zero] = node.inputs.slice(at, at + 3);
  return realValues(node, builder, x, quantisationOf(node, builder, scale, zero), 1);
};

/** Gives an operation's output, rounded to the levels that a scale and a zero point among its inputs say. */
const giveRounded = (node: OnnxNode, builder: GraphBuilder, y: string, at: number): void => {
  rounded(node, builder, y, quantisationOf(node, builder, node.inputs[at] ?? '', node.inputs[at + 1]));
};

/** A bias in whole numbers, whose scale is the product of that of the input and those of the weights. */
const realBias = (
  node: OnnxNode,
  builder: GraphBuilder,
  b: string,
  input: Quantisation,
  weights: Quantisation,
): string => {
  const bias = builder.constantOf(b);
  if (!bias) return b === '' ? '' : refuse(node, 'has a bias that is computed; expected a constant one');
  const name = builder.value(node, 'bias');
  builder.define(name, {
    shape: bias.shape,
    dtype: 'float32',
    values: () => {
      const [from, [own], by] = [bias, input.scale, weights.scale].map((one) => Array.from(numbersOf(one)));
      return Float32Array.from(from, (value, i) => value * own * by[by.length === 1 ? 0 : i]);
    },
  });
  return name;
};

const qLinearConv: Translation = (node, builder) => {
  const [, xScale, xZero, w, wScale, wZero, , , b = ''] = node.inputs;
  const weights = quantisationOf(node, builder, wScale, wZero);
  const kernel = realValues(node, builder, w, weights, 0);
  const bias = realBias(node, builder, b, quantisationOf(node, builder, xScale, xZero), weights);
  const { op } = chain(node, builder);
  giveRounded(node, builder, op('Conv', [realAt(node, builder, 0), kernel, bias], without(node)), 6);
};

const qLinearMatMul: Translation = (node, builder) => {
  const { op } = chain(node, builder);
  giveRounded(node, builder, op('MatMul', [realAt(node, builder, 0), realAt(node, builder, 3)]), 6);
};

const qGemm: Translation = (node, builder) => {
  const [, aScale, aZero, b, bScale, bZero, c = '', yScale = ''] = node.inputs;
  const weights = quantisationOf(node, builder, bScale, bZero);
  const factor = realValues(node, builder, b, weights, node.attributes.number('transB') ? 0 : 1);
  const bias = realBias(node, builder, c, quantisationOf(node, builder, aScale, aZero), weights);
  const { op, end } = chain(node, builder);
  const inputs = [realAt(node, builder, 0), factor, bias];
  const attributes = { ...without(node, 'alpha'), alpha: node.attributes.number('alpha') ?? 1 };
  if (yScale === '') end('Gemm', inputs, attributes);
  else giveRounded(node, builder, op('Gemm', inputs, attributes), 7);
};

/** Operators of one quantised input, by those of real ones; the levels of the output come after it. */
const ofOne =
  (operation: string): Translation =>
  (node, builder) => {
    const { op } = chain(node, builder);
    const channelsLast = (node.attributes.number('channels_last') ?? 0) !== 0;
    const attributes = { ...without(node, 'channels_last', 'opset'), ...(channelsLast && { channelsLast }) };
    giveRounded(node, builder, op(operation, [realAt(node, builder, 0)], attributes), 3);
  };

const ofTwo =
  (operation: string): Translation =>
  (node, builder) => {
    const { op } = chain(node, builder);
    giveRounded(node, builder, op(operation, [realAt(node, builder, 0), realAt(node, builder, 3)]), 6);
  };

const qLinearConcat: Translation = (node, builder) => {
  const { op } = chain(node, builder);
  const count = (node.inputs.length - 2) / 3;
  const parts = Array.from({ length: count }, (_, i) => realAt(node, builder, 2 + 3 * i));
  giveRounded(node, builder, op('Concat', parts, without(node)), 0);
};

const qLinearWhere: Translation = (node, builder) => {
  const { op } = chain(node, builder);
  giveRounded(node, builder, op('Where', [node.inputs[0], realAt(node, builder, 1), realAt(node, builder, 4)]), 7);
};

const one: Constant = { shape: [], dtype: 'float32', values: () => 1 };

/** Whole numbers less their zero point, as real ones. */
const lessZero = (node: OnnxNode, builder: GraphBuilder, x: string, zeroName: string, axis: number): string => {
  const zero = builder.constantOf(zeroName);
  if (zeroName !== '' && !zero) refuse(node, 'has a zero point that is computed; expected a constant one');
  const several = zero && sizeOfShape(zero.shape) > 1;
  const scale = several ? { ...one, shape: zero.shape } : one;
  return realValues(node, builder, x, { scale, zero, lowest: 0, highest: 255 }, axis);
};

const integerProduct =
  (operation: 'Conv' | 'MatMul'): Translation =>
  (node, builder) => {
    const [x, w, xZero = '', wZero = ''] = node.inputs;
    const weights = lessZero(node, builder, w, wZero, operation === 'Conv' ? 0 : 1);
    const inputs = [lessZero(node, builder, x, xZero, 1), weights];
    builder.emit(node, { operation, inputs, attributes: without(node) });
  };

/** A product whose first factor is quantised when the model runs. */
const dynamicMatMul: Translation = (node, builder) => {
  const [a, b, bScale, bZero = '', bias = ''] = node.inputs;
  const { op, end } = chain(node, builder);
  const factor = realValues(node, builder, b, quantisationOf(node, builder, bScale, bZero), 1);
  const inputs = [op('FakeQuantizeByRange', [a]), factor];
  if (bias === '') end('MatMul', inputs);
  else end('Add', [op('MatMul', inputs), bias]);
};

const matMulToFloat: Translation = (node, builder) => {
  const [a, b, aScale, bScale, aZero = '', bZero = '', bias = ''] = node.inputs;
  const { op, end } = chain(node, builder);
  const left = realValues(node, builder, a, quantisationOf(node, builder, aScale, aZero));
  const right = realValues(node, builder, b, quantisationOf(node, builder, bScale, bZero), 1);
  if (bias === '') end('MatMul', [left, right]);
  else end('Add', [op('MatMul', [left, right]), bias]);
};

/** An LSTM of quantised weights, `[directions, values, 4 · units]`, which rounds the sequence, and the state at each place, as ONNX Runtime does. */
const dynamicLstm: Translation = (node, builder) => {
  const [x, w, r, b = '', lengths = '', h = '', c = '', p = '', wScale, wZero, rScale, rZero] = node.inputs;
  const { op } = chain(node, builder);
  const weights = (name: string, scaleName: string, zeroName: string): string => {
    const by = quantisationOf(node, builder, scaleName, zeroName);
    const stored = builder.constantOf(name) ?? refuse(node, 'has weights that are computed; expected constant ones');
    const [directions, rows, columns] = stored.shape;
    // One scale for a direction, or one for each column of it.
    const each = sizeOfShape(by.scale.shape) / directions;
    const at = (i: number): number => Math.floor(i / (rows * columns)) * each + (each === 1 ? 0 : i % columns);
    const real = builder.value(node, 'real');
    builder.define(real, dequantised(stored, by, at));
    return op('Transpose', [real], { perm: [0, 2, 1] });
  };
  const inputs = [x, weights(w, wScale, wZero), weights(r, rScale, rZero), b, lengths, h, c, p];
  builder.emit(node, { operation: 'LSTM', inputs, attributes: { ...without(node), rounds: true } });
};

const ofMicrosoft: Translations = {
  QLinearAdd: ofTwo('Add'),
  QLinearMul: ofTwo('Mul'),
  QLinearSigmoid: ofOne('Sigmoid'),
  QLinearLeakyRelu: ofOne('LeakyRelu'),
  QLinearSoftmax: ofOne('Softmax'),
  QLinearAveragePool: ofOne('AveragePool'),
  QLinearGlobalAveragePool: ofOne('GlobalAveragePool'),
  QLinearReduceMean: ofOne('ReduceMean'),
  QLinearConcat: qLinearConcat,
  QLinearWhere: qLinearWhere,
  QGemm: qGemm,
  DynamicQuantizeMatMul: dynamicMatMul,
  MatMulIntegerToFloat: matMulToFloat,
  DynamicQuantizeLSTM: dynamicLstm,
};

/** Operators on whole numbers: each is that on real ones, and its result is rounded. */
export const quantisedOperators: Translations = {
  QLinearConv: qLinearConv,
  QLinearMatMul: qLinearMatMul,
  ConvInteger: integerProduct('Conv'),
  MatMulInteger: integerProduct('MatMul'),
  ...Object.fromEntries(
    Object.entries(ofMicrosoft).map(([name, translation]) => [`${microsoft}.${name}`, translation]),
  ),
};

/** Operators that only move values, or pick the greatest, so that quantised values remain what they stand for. */
const moving = new Set(
  (
    'Resize Reshape Transpose Flatten Squeeze Unsqueeze Slice Split Gather Identity Expand Tile Pad Concat ' +
    'MaxPool GlobalMaxPool DepthToSpace SpaceToDepth Shape ArgMax ArgMin'
  ).split(' '),
);

/** Those of them whose output is no value of theirs. */
const counting = new Set(['Shape', 'ArgMax', 'ArgMin']);

/** The value that a quantised one is padded by, as a real one. */
const paddedBy = (node: OnnxNode, builder: GraphBuilder): OnnxNode => {
  const [x, pads, value = '', ...axes] = node.inputs;
  const levels = builder.levelsOf(x) ?? refuse(node, 'pads quantised values of several scales; expected one');
  const [q] = value === '' ? [0] : (builder.numbersOf(value) ?? refuse(node, 'pads by a value that is computed'));
  const real = builder.constant(node, 'value', (q - levels.zero) * levels.scale, { dtype: 'float32' });
  return { ...node, inputs: [x, pads, real, ...axes] };
};

/**
 * Checks and notes which values are quantised, after an operation of the file was read.
 *
 * @param node - the operation
 * @param builder - the graph
 * @returns the operation as it is over real values
 */
export const followQuantised = (node: OnnxNode, builder: GraphBuilder): OnnxNode => {
  const isOwn = Object.hasOwn(quantisation, node.type) || Object.hasOwn(quantisedOperators, node.type);
  if (isOwn || !node.inputs.some(builder.isQuantised)) return node;
  const values = node.type === 'Concat' ? node.inputs : node.inputs.slice(0, 1);
  if (!moving.has(node.type) || !values.every(builder.isQuantised))
    refuse(node, 'takes quantised values, which is not supported; expected DequantizeLinear before it');
  const levels = values.map(builder.levelsOf);
  if (levels.some((one) => one?.scale !== levels[0]?.scale || one?.zero !== levels[0]?.zero))
    refuse(node, 'joins quantised values of different scales; expected one scale');
  if (!counting.has(node.type)) for (const output of node.outputs) builder.markQuantised(output, levels[0]);
  const isPadded = node.type === 'Pad' && (node.attributes.text('mode') ?? 'constant') === 'constant';
  return isPadded ? paddedBy(node, builder) : node;
};
