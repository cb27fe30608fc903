import { type GraphBuilder, type OnnxNode, refuse } from '../building/graph-builder.js';
import { type Translation, type Translations, without } from './translation.js';

const asItIs: Translation = (node, builder) => {
  builder.emit(node, { attributes: without(node, 'axes', 'starts', 'ends') });
};

/** Old operators have lists of whole numbers as attributes that newer ones take as inputs. */
const lists =
  (since: number, names: readonly string[]): Translation =>
  (node, builder) => {
    if (node.version >= since) {
      asItIs(node, builder);
      return;
    }
    const inputs = names.map((name) => {
      const values = node.attributes.numbers(name);
      return values === undefined ? '' : builder.constant(node, name, values);
    });
    asItIs({ ...node, inputs: [node.inputs[0], ...inputs] }, builder);
  };

const numberInput = (node: OnnxNode, builder: GraphBuilder, name: string, missing?: number): string => {
  const value = node.attributes.number(name) ?? missing;
  return value === undefined ? '' : builder.constant(node, name, value, { dtype: 'float32' });
};

const clip: Translation = (node, builder) => {
  if (node.version >= 11) {
    builder.emit(node);
    return;
  }
  const inputs = [node.inputs[0], numberInput(node, builder, 'min'), numberInput(node, builder, 'max')];
  builder.emit(node, { inputs, attributes: {} });
};

const pad: Translation = (node, builder) => {
  if (node.version >= 11) {
    builder.emit(node);
    return;
  }
  const pads = node.attributes.numbers('pads') ?? refuse(node, 'says no pads; the file is corrupt');
  const inputs = [node.inputs[0], builder.constant(node, 'pads', pads), numberInput(node, builder, 'value', 0)];
  builder.emit(node, { inputs, attributes: without(node, 'pads', 'value') });
};

const split: Translation = (node, builder) => {
  const sizes = node.version < 13 ? node.attributes.numbers('split') : undefined;
  const attributes = without(node, 'split');
  if (sizes) builder.emit(node, { inputs: [node.inputs[0], builder.constant(node, 'split', sizes)], attributes });
  else if ((node.inputs[1] ?? '') !== '') builder.emit(node, { attributes });
  else
    builder.emit(node, {
      inputs: node.inputs.slice(0, 1),
      attributes: { ...attributes, num_outputs: node.outputs.length },
    });
};

const topK: Translation = (node, builder) => {
  const k = node.version < 10 ? node.attributes.number('k') : undefined;
  if (k === undefined) builder.emit(node);
  else
    builder.emit(node, { inputs: [node.inputs[0], builder.constant(node, 'k', [k])], attributes: without(node, 'k') });
};

/** Before version 11, a pixel lies at its corner, and the nearest is that below. */
const oldResizing = { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };

const resize: Translation = (node, builder) => {
  if (node.version >= 11) {
    builder.emit(node);
    return;
  }
  const mode = node.attributes.text('mode') ?? 'nearest';
  const scales = node.attributes.numbers('scales');
  const given =
    scales === undefined ? (node.inputs[1] ?? '') : builder.constant(node, 'scales', scales, { dtype: 'float32' });
  if (given === '') refuse(node, 'says no scales; the file is corrupt');
  const attributes = { mode: mode === 'bilinear' ? 'linear' : mode, ...oldResizing };
  builder.emit(node, { operation: 'Resize', inputs: [node.inputs[0], '', given], attributes });
};

/** Operators whose attributes became inputs. */
export const movedAttributes: Translations = {
  Squeeze: lists(13, ['axes']),
  Unsqueeze: lists(13, ['axes']),
  ReduceSum: lists(13, ['axes']),
  ...Object.fromEntries(
    ['Max', 'Min', 'Mean', 'Prod', 'L1', 'L2', 'LogSum', 'LogSumExp', 'SumSquare'].map((name) => [
      `Reduce${name}`,
      lists(18, ['axes']),
    ]),
  ),
  Slice: lists(10, ['starts', 'ends', 'axes']),
  Clip: clip,
  Pad: pad,
  Split: split,
  TopK: topK,
  Resize: resize,
  Upsample: resize,
};
