import { type GraphBuilder, type OnnxNode, refuse } from '../building/graph-builder.js';
import { chain, type Translation, type Translations, without } from './translation.js';

/** Before version 7, the second input is laid along the first from `axis` on; since then, both end at the last axis, as in NumPy. */
const arithmetic: Translation = (node, builder) => {
  const axis =
    node.version < 7 && node.attributes.number('broadcast') === 1 ? node.attributes.number('axis') : undefined;
  const attributes = without(node, 'broadcast', 'axis');
  const [a, b] = node.inputs;
  if (axis === undefined) {
    builder.emit(node, { attributes });
    return;
  }
  const ranks = [builder.rankOf(a), builder.rankOf(b)];
  if (ranks[0] === undefined || ranks[1] === undefined)
    return refuse(
      node,
      'of an opset before 7 lays its second input along an axis of a value of unknown rank; export the model with a newer opset',
    );
  const from = axis < 0 ? axis + ranks[0] : axis;
  const missing = Math.max(0, ranks[0] - from - ranks[1]);
  if (missing === 0) {
    builder.emit(node, { attributes });
    return;
  }
  const { op, ints } = chain(node, builder);
  const axes = Array.from({ length: missing }, (_, i) => ranks[1]! + i);
  builder.emit(node, { inputs: [a, op('Unsqueeze', [b, ints('axes', axes)])], attributes });
};

/** Before version 7, slopes are those of channels, whichever axes come after these. */
const prelu: Translation = (node, builder) => {
  const [x, slope] = node.inputs;
  const rank = builder.rankOf(x);
  const slopes = builder.constantOf(slope)?.shape;
  if (node.version >= 7 || rank === undefined || rank < 3 || slopes?.length !== 1 || slopes[0] === 1) {
    builder.emit(node, { attributes: {} });
    return;
  }
  const { op, ints } = chain(node, builder);
  const axes = Array.from({ length: rank - 2 }, (_, i) => i + 1);
  builder.emit(node, { inputs: [x, op('Unsqueeze', [slope, ints('axes', axes)])], attributes: {} });
};

/** Before version 13, a softmax is taken over all axes from `axis` on, by default from the second. */
const softmax: Translation = (node, builder) => {
  if (node.version >= 13) {
    builder.emit(node);
    return;
  }
  const axis = node.attributes.number('axis') ?? 1;
  const [x] = node.inputs;
  const rank = builder.rankOf(x);
  if (axis === -1 || (rank !== undefined && axis === rank - 1)) {
    builder.emit(node, { attributes: { axis: -1 } });
    return;
  }
  const { op, end } = chain(node, builder);
  const rows = op('Flatten', [x], { axis });
  const y = op(node.type, [rows], { axis: -1 });
  end('Reshape', [y, op('Shape', [x])]);
};

/** Statistics are those of training; what it gave besides in training is not used when it is applied. */
const batchNormalization: Translation = (node, builder) => {
  const { attributes } = node;
  if (attributes.number('training_mode') === 1)
    refuse(node, 'is in training mode; export the model in evaluation mode, by model.eval() in PyTorch');
  if (attributes.number('spatial') === 0)
    refuse(node, 'normalises each position by itself (spatial = 0), which is not supported');
  builder.emit(node, {
    outputs: node.outputs.slice(0, 1),
    attributes: { epsilon: attributes.number('epsilon') ?? 1e-5 },
  });
};

/** Leaves nothing out when a model is applied. */
const dropout: Translation = (node, builder) => {
  if (builder.numbersOf(node.inputs[2] ?? '')?.[0])
    refuse(node, 'is in training mode; export the model in evaluation mode, by model.eval() in PyTorch');
  builder.emit(node, {
    operation: 'Identity',
    inputs: node.inputs.slice(0, 1),
    outputs: node.outputs.slice(0, 1),
    attributes: {},
  });
};

const passOn = (node: OnnxNode, builder: GraphBuilder, ...names: readonly string[]): void => {
  builder.emit(node, { attributes: without(node, ...names) });
};

/** Operators of which older versions mean something else. */
export const oldMeanings: Translations = {
  ...Object.fromEntries(
    ['Add', 'Sub', 'Mul', 'Div', 'Pow', 'And', 'Or', 'Xor', 'Equal', 'Less', 'Greater'].map((name) => [
      name,
      arithmetic,
    ]),
  ),
  PRelu: prelu,
  Softmax: softmax,
  LogSoftmax: softmax,
  Hardmax: softmax,
  BatchNormalization: batchNormalization,
  Dropout: dropout,
  Gemm: (node, builder) => passOn(node, builder, 'broadcast'),
  // Before version 18, group normalisation has one scale for a group.
  GroupNormalization: (node, builder) => {
    if (node.version < 21)
      refuse(node, 'has one scale for a group, as before opset 21; export the model with opset 21 or newer');
    builder.emit(node);
  },
};
