import type { Attribute } from '../graph.js';
import type { Emitter, Translation } from './emitter.js';
import { fusedActivation } from './elementwise-translations.js';

type Attributes = Record<string, Attribute>;

/** Numbers for height and width out of four. */
const plane = (e: Emitter, name: string): readonly number[] => (e.numbers(name) ?? [1, 1, 1, 1]).slice(1, 3);

/** How a window moves. */
const windowOf = (e: Emitter): Attributes => {
  if (e.text('data_format', 'NHWC') !== 'NHWC') throw e.refusal('has its channels first; expected NHWC');
  const padding = e.text('padding', 'VALID');
  const given = e.numbers('explicit_paddings') ?? [];
  const sides: Attributes =
    padding === 'EXPLICIT'
      ? { pads: [given[2], given[4], given[3], given[5]] }
      : { auto_pad: padding === 'SAME' ? 'SAME_UPPER' : 'VALID' };
  return { ...sides, strides: plane(e, 'strides'), channelsLast: true };
};

/** A bias, a batch normalisation and an activation, as `fused_ops` names them. */
const fused = (e: Emitter, bare: (bias: string | undefined) => string, first: number): string => {
  const operations = e.texts('fused_ops');
  const others = e.inputs.slice(first);
  const [start, ...after] = operations;
  if (start === 'FusedBatchNorm') {
    const normalised = e.make('BatchNormalization', [bare(undefined), ...others.slice(0, 4)], {
      epsilon: e.number('epsilon', 1e-4),
      channelsLast: true,
    });
    return after.reduce((value, name) => fusedActivation(e, name, value, others[4]), normalised);
  }
  const hasBias = start === 'BiasAdd';
  const value = bare(hasBias ? others[0] : undefined);
  return (hasBias ? after : operations).reduce(
    (y, name) => fusedActivation(e, name, y, others[hasBias ? 1 : 0]),
    value,
  );
};

const convolution: Translation = (e) => {
  const [x, kernel] = e.inputs;
  const attributes: Attributes = { ...windowOf(e), dilations: plane(e, 'dilations') };
  return fused(e, (bias) => e.make('Conv', [x, kernel, ...(bias === undefined ? [] : [bias])], attributes), 2);
};

const depthwise: Translation = (e) => {
  const [x, kernel] = e.inputs;
  const filter = e.constant(kernel);
  if (!filter) throw e.refusal('computes its filter; expected a constant');
  const [h, w, channels, multiplier] = filter.shape as [number, number, number, number];
  const grouped = e.make('Reshape', [kernel, e.whole([h, w, 1, channels * multiplier])]);
  const attributes: Attributes = { ...windowOf(e), dilations: plane(e, 'dilations'), group: channels };
  return fused(e, (bias) => e.make('Conv', [x, grouped, ...(bias === undefined ? [] : [bias])], attributes), 2);
};

/** The transpose of a convolution: its size is given, and says where the padding is. */
const transposedConvolution: Translation = (e) => {
  const [, kernel, dy] = e.inputs;
  const size = e.constant(e.inputs[0]);
  const attributes: Attributes = { ...windowOf(e), dilations: plane(e, 'dilations') };
  if (size) attributes['output_shape'] = Array.from(size.dataSync()).slice(1, 3);
  return e.make('ConvTranspose', [dy, kernel], attributes);
};

const pooling =
  (operation: string): Translation =>
  (e) =>
    e.make(operation, e.inputs, { ...windowOf(e), kernel_shape: plane(e, 'ksize') });

const swapped = (e: Emitter, value: string): string => e.make('Transpose', [value], { lastTwo: true });

const matrixProduct = (e: Emitter, left: boolean, right: boolean, bias?: string): string => {
  const [a, b] = [left ? swapped(e, e.inputs[0]) : e.inputs[0], e.inputs[1]];
  if (e.constant(b)) return e.make('Gemm', [a, b, ...(bias === undefined ? [] : [bias])], { transB: right });
  const product = e.make('MatMul', [a, right ? swapped(e, b) : b]);
  return bias === undefined ? product : e.make('Add', [product, bias]);
};

const batchProduct: Translation = (e) => {
  const [a, b] = e.inputs;
  return e.make('MatMul', [e.flag('adj_x') ? swapped(e, a) : a, e.flag('adj_y') ? swapped(e, b) : b]);
};

const normalisation: Translation = (e) => {
  if (e.text('data_format', 'NHWC') !== 'NHWC') throw e.refusal('has its channels first; expected NHWC');
  if (e.flag('is_training')) throw e.refusal('normalises as in training; expected a model exported for inference');
  return e.make('BatchNormalization', e.inputs.slice(0, 5), { epsilon: e.number('epsilon', 1e-4), channelsLast: true });
};

/** Convolutions, pooling, products of matrices, batch normalisation. */
export const convolutionTranslations: Readonly<Record<string, Translation>> = {
  Conv2D: convolution,
  _FusedConv2D: convolution,
  DepthwiseConv2dNative: depthwise,
  DepthwiseConv2d: depthwise,
  FusedDepthwiseConv2dNative: depthwise,
  Conv2DBackpropInput: transposedConvolution,
  MaxPool: pooling('MaxPool'),
  AvgPool: pooling('AveragePool'),
  MatMul: (e) => matrixProduct(e, e.flag('transpose_a'), e.flag('transpose_b')),
  _FusedMatMul: (e) => fused(e, (bias) => matrixProduct(e, e.flag('transpose_a'), e.flag('transpose_b'), bias), 2),
  BatchMatMul: batchProduct,
  BatchMatMulV2: batchProduct,
  FusedBatchNorm: normalisation,
  FusedBatchNormV2: normalisation,
  FusedBatchNormV3: normalisation,
};
