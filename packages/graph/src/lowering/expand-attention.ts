import { range } from '@interp/core/internal';
import { attributesOf, type Attributes } from '../attributes.js';
import type { GraphNode } from '../graph.js';
import { type Part, type PartWriter, partWriter } from './part.js';
import type { OpenShape } from './value.js';

/** What is added to the score of a key that may not be seen: its share is 0 to the bit, and no difference of infinities arises. */
const hidden = -1e30;

/** The number of queries, keys, heads and so on, which have to be known. */
interface Sizes {
  readonly isFlat: boolean;
  readonly heads: number;
  readonly keyHeads: number;
  readonly queries: number;
  readonly keys: number;
  readonly past: number;
  readonly width: number;
}

const sizesOf = (at: Attributes, shapes: readonly OpenShape[]): Sizes => {
  const [q, k, , , pastKey] = shapes;
  const isFlat = q.length === 3;
  const known = (size: number | null | undefined): number => {
    if (typeof size === 'number') return size;
    throw at.refusal('has a size that is not known when the model is loaded; expected the batch alone to be open');
  };
  if ((!isFlat && q.length !== 4) || k.length !== q.length)
    throw at.refusal(`has queries of ${q.length} axes and keys of ${k.length}; expected 3 or 4 of both`);
  const heads = isFlat ? at.number('q_num_heads') : known(q[1]);
  const keyHeads = isFlat ? at.number('kv_num_heads') : known(k[1]);
  if (!(keyHeads >= 1) || heads % keyHeads !== 0)
    throw at.refusal(`has ${heads} heads of queries for ${keyHeads} of keys; expected a multiple`);
  const place = isFlat ? 1 : 2;
  const past = (pastKey?.length ?? 0) > 0 ? known(pastKey[2]) : 0;
  return {
    isFlat,
    heads,
    keyHeads,
    queries: known(q[place]),
    keys: known(k[place]) + past,
    past,
    width: known(q.at(-1)) / (isFlat ? heads : 1),
  };
};

/** 0 where a question is answered by yes, and the score of what is hidden elsewhere. */
const hiddenWhereNot = ({ op, number }: PartWriter, question: string): string =>
  op('Mul', [op('Sub', [question, number(1)]), number(-hidden)]);

/** The answer to a question as a number: 1 for yes, 0 for no. */
const asked = (writer: PartWriter, operation: string, a: string, b: string): string =>
  writer.op('Cast', [writer.op(operation, [a, b])], { to: 1 });

/** What the mask of the model adds to scores. */
const ofMask = (writer: PartWriter, at: Attributes, mask: string, shape: OpenShape, keys: number): string => {
  const { op, number, wholes } = writer;
  const isQuestion = at.text('mask', 'added') === 'boolean';
  const added = isQuestion ? hiddenWhereNot(writer, op('Cast', [mask], { to: 1 })) : op('Max', [mask, number(hidden)]);
  const missing = keys - (shape.at(-1) ?? keys);
  if (missing <= 0 || shape.at(-1) === 1) return added;
  const pads = [...Array<number>(2 * shape.length - 1).fill(0), missing];
  return op('Pad', [added, wholes(pads), number(hidden)]);
};

/** What is added because of the order of queries and keys, or because keys are only there to fill up; none where all see all. */
const ofOrder = (writer: PartWriter, at: Attributes, lengths: string, sizes: Sizes): string[] => {
  const { op, wholes } = writer;
  const [left, right] = [at.number('left_window_size', -1), at.number('right_window_size', -1)];
  const ahead = at.flag('is_causal') ? 0 : right;
  const filled = lengths === '' ? '' : op('Unsqueeze', [lengths], { axes: [1, 2, 3] });
  const keys = wholes([...range(0, sizes.keys)]);
  const rows = op('Unsqueeze', [wholes([...range(sizes.past, sizes.past + sizes.queries)])], { axes: [1] });
  // Without a past, the queries are the last of the keys that are there.
  const isShifted = filled !== '' && sizes.past === 0;
  const places = isShifted ? op('Add', [rows, op('Sub', [filled, wholes([sizes.queries])])]) : rows;
  const beside = (distance: number): string => (distance === 0 ? places : op('Add', [places, wholes([distance])]));
  const questions = [
    ...(ahead < 0 ? [] : [asked(writer, 'LessOrEqual', keys, beside(ahead))]),
    ...(left < 0 ? [] : [asked(writer, 'GreaterOrEqual', keys, beside(-left))]),
    ...(filled === '' ? [] : [asked(writer, 'Less', keys, filled)]),
  ];
  return questions.map((question) => hiddenWhereNot(writer, question));
};

/** Values `[batch, length, heads · width]` as `[batch, heads, length, width]`. */
const byHead = ({ op }: PartWriter, x: string, heads: number): string =>
  op('Transpose', [op('Reshape', [x], { shape: [0, 0, heads, -1] })], { perm: [0, 2, 1, 3] });

/** The reverse of {@link byHead}. */
const headsJoined = ({ op }: PartWriter, x: string): string =>
  op('Reshape', [op('Transpose', [x], { perm: [0, 2, 1, 3] })], { shape: [0, 0, -1] });

/** Values of the heads of keys, `[batch, keyHeads, …]`, for each head of queries: neighbours share one. */
export const forAllHeads = (
  { op, wholes }: PartWriter,
  x: string,
  { heads, keyHeads }: Pick<Sizes, 'heads' | 'keyHeads'>,
): string => {
  if (heads === keyHeads) return x;
  const own = Array.from({ length: heads }, (_, head) => Math.floor((head * keyHeads) / heads));
  return op('Gather', [x, wholes(own)], { axis: 1 });
};

/**
 * The operations that attention stands for, as ONNX defines it since opset 23: grouped heads, masks, causal order and windows, a past, a soft cap.
 * Whether the mask asks is said by its attribute `mask: 'boolean'`. A query that may see nothing gets 0.
 *
 * @param node - the node
 * @param shapes - the shapes of its inputs
 * @returns parts, which give its outputs
 * @throws InterpError `unsupported-layer` for sizes that are not known or do not go together
 */
export const expandedAttention = (node: GraphNode, shapes: readonly OpenShape[]): readonly Part[] => {
  const at = attributesOf(node);
  const [q, k, v, mask = '', pastKey = '', pastValue = '', lengths = ''] = node.inputs;
  const sizes = sizesOf(at, shapes);
  const { heads, keyHeads } = sizes;
  const writer = partWriter(node);
  const { op, number, give } = writer;
  const ofHeads = (x: string, count: number): string => (sizes.isFlat ? byHead(writer, x, count) : x);
  const withPast = (past: string, x: string): string => {
    const now = ofHeads(x, keyHeads);
    return past === '' ? now : op('Concat', [past, now], { axis: 2 });
  };
  const [keys, values] = [withPast(pastKey, k), withPast(pastValue, v)];
  const scale = at.number('scale', 1 / Math.sqrt(sizes.width));
  const scaled = op('Mul', [ofHeads(q, heads), number(scale)]);
  const raw = op('MatMul', [scaled, op('Transpose', [forAllHeads(writer, keys, sizes)], { perm: [0, 1, 3, 2] })]);
  const cap = at.number('softcap', 0);
  const capped = cap === 0 ? raw : op('Mul', [op('Tanh', [op('Div', [raw, number(cap)])]), number(cap)]);
  const terms = [
    ...(mask === '' ? [] : [ofMask(writer, at, mask, shapes[3], sizes.keys)]),
    ...ofOrder(writer, at, lengths, sizes),
  ];
  const bias = terms.length > 1 ? terms.reduce((a, b) => op('Add', [a, b])) : terms[0];
  const biased = bias === undefined ? capped : op('Add', [capped, bias]);
  const shares = op('Softmax', [biased], { axis: -1 });
  const window = Math.max(0, at.number('left_window_size', -1));
  const maySeeNothing = mask !== '' || lengths !== '' || sizes.queries + sizes.past > sizes.keys + window;
  const seen = (of: string): string =>
    asked(writer, 'Greater', op('ReduceMax', [of], { axes: [-1], keepdims: 1 }), number(hidden / 2));
  const weights = bias === undefined || !maySeeNothing ? shares : op('Mul', [shares, seen(bias)]);
  const made = op('MatMul', [weights, forAllHeads(writer, values, sizes)]);
  give(0, sizes.isFlat ? headsJoined(writer, made) : made);
  give(1, keys);
  give(2, values);
  give(3, [raw, capped, biased, weights][at.number('qk_matmul_output_mode', 0)] ?? raw);
  return writer.parts;
};

/**
 * The operations that a rotary position embedding stands for: pairs of values turned by the angle of their place. Su et al. 2021.
 *
 * @param node - the node; its input is `[batch, heads, length, width]` or `[batch, length, heads · width]`
 * @param shapes - the shapes of its inputs
 * @returns parts, the last of which gives its output
 */
export const expandedRotary = (node: GraphNode, shapes: readonly OpenShape[]): readonly Part[] => {
  const at = attributesOf(node);
  const [x, cosines, sines, places = ''] = node.inputs;
  const writer = partWriter(node);
  const { op, between, give } = writer;
  const [shape] = shapes;
  const isFlat = shape.length === 3;
  const heads = isFlat ? at.number('num_heads') : 1;
  const width = (shape.at(-1) ?? 0) / heads;
  const turned = at.number('rotary_embedding_dim', 0) || width;
  const half = turned / 2;
  if (!Number.isInteger(width) || !Number.isInteger(half) || turned > width)
    throw at.refusal(`turns ${turned} of ${width} values; expected pairs of them`);
  const given = isFlat ? byHead(writer, x, heads) : x;
  const angles = (table: string): string =>
    op('Unsqueeze', [places === '' ? table : op('Gather', [table, places], { axis: 0 })], { axes: [1] });
  const [cosine, sine] = [angles(cosines), angles(sines)];
  const isMixed = at.flag('interleaved');
  const [a, b] = isMixed
    ? [between(given, 3, 0, turned, 2), between(given, 3, 1, turned, 2)]
    : [between(given, 3, 0, half), between(given, 3, half, turned)];
  const first = op('Sub', [op('Mul', [a, cosine]), op('Mul', [b, sine])]);
  const second = op('Add', [op('Mul', [a, sine]), op('Mul', [b, cosine])]);
  const pairs = (): string => {
    const [left, right] = [first, second].map((one) => op('Unsqueeze', [one], { axes: [4] }));
    return op('Reshape', [op('Concat', [left, right], { axis: 4 })], { shape: [0, 0, 0, turned] });
  };
  const both = isMixed ? pairs() : op('Concat', [first, second], { axis: 3 });
  const all = turned === width ? both : op('Concat', [both, between(given, 3, turned, width)], { axis: 3 });
  give(0, isFlat ? headsJoined(writer, all) : all);
  return writer.parts;
};
