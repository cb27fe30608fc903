import { type GraphBuilder, type OnnxNode, refuse } from '../building/graph-builder.js';
import { stack, type Translation, type Translations } from './translation.js';

/** A list of values, which is known when the graph is built, so that the graph needs no lists. */
const sequenceOf = (node: OnnxNode, builder: GraphBuilder): readonly string[] =>
  builder.sequenceOf(node.inputs[0]) ?? refuse(node, 'takes a sequence that is not known when the model is loaded');

/** A position in a list, from its end where negative. */
const positionIn = (
  node: OnnxNode,
  builder: GraphBuilder,
  name: string | undefined,
  length: number,
  missing: number,
): number => {
  if ((name ?? '') === '') return missing;
  const [given] =
    builder.numbersOf(name!) ?? refuse(node, 'takes a position that is computed; expected a constant one');
  const position = given < 0 ? given + length : given;
  if (!(position >= 0 && position <= length)) refuse(node, `takes position ${given} of a sequence of ${length}`);
  return position;
};

const insert: Translation = (node, builder) => {
  const sequence = sequenceOf(node, builder);
  const at = positionIn(node, builder, node.inputs[2], sequence.length, sequence.length);
  builder.defineSequence(node.outputs[0], sequence.toSpliced(at, 0, node.inputs[1]));
};

const erase: Translation = (node, builder) => {
  const sequence = sequenceOf(node, builder);
  const at = positionIn(node, builder, node.inputs[1], sequence.length, sequence.length - 1);
  builder.defineSequence(node.outputs[0], sequence.toSpliced(at, 1));
};

const sequenceAt: Translation = (node, builder) => {
  const sequence = sequenceOf(node, builder);
  const value = sequence[positionIn(node, builder, node.inputs[1], sequence.length, 0)];
  if (value === undefined) refuse(node, `takes a value behind the end of a sequence of ${sequence.length}`);
  builder.emit(node, { operation: 'Identity', inputs: [value], attributes: {} });
};

const concatenate: Translation = (node, builder) => {
  const values = sequenceOf(node, builder);
  const axis = node.attributes.number('axis') ?? refuse(node, 'does not say its axis; the file is corrupt');
  if (node.attributes.number('new_axis') === 1) stack(node, builder, values, axis, node.outputs[0]);
  else builder.emit(node, { operation: 'Concat', inputs: values, attributes: { axis } });
};

/** How many parts there are, where their sizes are computed. */
const partCount = (node: OnnxNode, builder: GraphBuilder, split: string): number => {
  const [count, ...others] = builder.shapeOf(split) ?? [];
  return typeof count === 'number' && others.length === 0
    ? count
    : refuse(node, 'takes sizes that are computed; expected constant ones');
};

/** The sizes of the parts: as given, parts of one size and a smaller last one, or of size 1. */
const partSizes = (
  node: OnnxNode,
  builder: GraphBuilder,
  axis: number,
  given: readonly number[],
): readonly number[] => {
  const [x, split = ''] = node.inputs;
  if (split !== '' && builder.constantOf(split)!.shape.length > 0) return given;
  const shape = builder.shapeOf(x);
  const size = shape?.at(axis) ?? refuse(node, 'splits an axis whose size is not known when the model is loaded');
  if (!(given[0] > 0) || size > 4096 * given[0]) refuse(node, `splits an axis of ${size} into parts of ${given[0]}`);
  return Array.from({ length: Math.ceil(size / given[0]) }, (_, i) => Math.min(given[0], size - i * given[0]));
};

const splitToSequence: Translation = (node, builder) => {
  const axis = node.attributes.number('axis') ?? 0;
  const [x, given = ''] = node.inputs;
  const known = given === '' ? [1] : builder.numbersOf(given);
  const sizes = known && partSizes(node, builder, axis, known);
  const split = sizes ? builder.constant(node, 'split', sizes) : given;
  const count = sizes?.length ?? partCount(node, builder, given);
  const parts = Array.from({ length: count }, () => builder.value(node, 'part'));
  builder.emit(node, { operation: 'Split', inputs: [x, split], outputs: parts, attributes: { axis } });
  const isSqueezed = given === '' && node.attributes.number('keepdims') === 0;
  const axes = builder.constant(node, 'axes', [axis]);
  const squeezed = (part: string): string =>
    builder.emit(node, {
      operation: 'Squeeze',
      inputs: [part, axes],
      outputs: [builder.value(node, 'part')],
      attributes: {},
    });
  builder.defineSequence(node.outputs[0], isSqueezed ? parts.map(squeezed) : parts);
};

/** Operators on lists of values, which are followed when the graph is built. */
export const sequences: Translations = {
  SequenceEmpty: (node, builder) => builder.defineSequence(node.outputs[0], []),
  SequenceConstruct: (node, builder) => builder.defineSequence(node.outputs[0], node.inputs),
  SequenceInsert: insert,
  SequenceErase: erase,
  SequenceAt: sequenceAt,
  SequenceLength: (node, builder) => {
    const { length } = sequenceOf(node, builder);
    builder.define(node.outputs[0], { shape: [], dtype: 'int32', values: () => [length] });
  },
  ConcatFromSequence: concatenate,
  SplitToSequence: splitToSequence,
};
