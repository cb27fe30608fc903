import type { LayerBox } from '../architecture.js';
import { type Box, consumersOf, type Part } from './boxes.js';
import { isArithmetic, isMove, isSmall, layerKind } from './layer-kinds.js';

/** The most operations of which a function is written out. */
const mostOperations = 24;

/** What operations between one value and another are together; empty where that is not known. */
const functionOf = (layers: readonly LayerBox[]): string => {
  const has = (kind: RegExp): boolean => layers.some((layer) => kind.test(layer.kind));
  if (has(/^(Reduce)?Mean$/) && has(/^(Sub|SquaredDifference)$/) && has(/[Ss]qrt$|^Pow$/)) return 'LayerNormalization';
  if (has(/^(Reduce)?Max$/) && has(/^Exp$/)) return 'Softmax';
  if (has(/^Erf$/)) return 'Gelu';
  if (has(/^Softplus$/) && has(/^Tanh$/)) return 'Mish';
  if (has(/^Tanh$/) && has(/^(Pow|Square)$/)) return 'Gelu';
  if (layers.length > 3) return '';
  if (has(/^HardSigmoid$/)) return 'HardSwish';
  return has(/^(Sigmoid|Logistic)$/) ? 'Swish' : '';
};

const factor = /^(Mul(tiply)?|Add(V2)?|Div|BiasAdd)$/;

/** One part of the end of a box and the beginning of the next, where they are one function together. */
const joined = (before: Part, after: Part): Part | undefined => {
  if (before.as === undefined) return undefined;
  const layers = [...before.layers, ...after.layers];
  const [{ kind, inputs }] = after.layers;
  // The factor and the shift of a normalisation, the half of a GELU.
  const isRest = after.as === undefined && inputs.length === 1 && factor.test(kind);
  if (isRest && /^(LayerNormalization|Gelu)$/.test(before.as)) return { layers, as: before.as };
  const as = before.as === '' && after.as === '' ? functionOf(layers) : '';
  return as === '' ? undefined : { layers, as };
};

const partsOf = (boxes: readonly Box[]): readonly Part[] => {
  const parts: Part[] = [];
  for (const part of boxes.flatMap((box) => box.parts)) {
    const one = parts.length > 0 ? joined(parts.at(-1)!, part) : undefined;
    if (one) parts[parts.length - 1] = one;
    else parts.push(part);
  }
  return parts;
};

/** Boxes put together: which box each is a part of. */
class Merging {
  readonly #boxes: readonly Box[];
  readonly #root: number[];
  readonly #functions = new Set<number>();

  constructor(boxes: readonly Box[]) {
    this.#boxes = boxes;
    this.#root = boxes.map((_, i) => i);
  }

  of(i: number): number {
    while (this.#root[i] !== i) i = this.#root[i] = this.#root[this.#root[i]];
    return i;
  }

  join(into: number, others: readonly number[], isFunction = false): void {
    for (const other of others) this.#root[this.of(other)] = this.of(into);
    if (isFunction) this.#functions.add(into);
  }

  result(): readonly Box[] {
    const members = new Map<number, number[]>();
    this.#boxes.forEach((_, i) => members.set(this.of(i), [...(members.get(this.of(i)) ?? []), i]));
    // In the order of their last members, which is one in which each comes after those whose outputs it takes.
    const groups = [...members.values()].sort((a, b) => a.at(-1)! - b.at(-1)!);
    const place = new Map(groups.map(([first], i) => [this.of(first), i]));
    return groups.map((group, i): Box => {
      const own = group.map((one) => this.#boxes[one]);
      const inputs = own.flatMap((box) => box.inputs.map((input) => place.get(this.of(input))!));
      const layers = own.flatMap(({ parts }) => parts.flatMap((part) => part.layers));
      return {
        parts: group.some((one) => this.#functions.has(one)) ? [{ layers, as: functionOf(layers) }] : partsOf(own),
        inputs: [...new Set(inputs)].filter((one) => one !== i),
      };
    });
  }
}

/** The nearest box that every way to each goes through; -1 for none. */
const dominators = (boxes: readonly Box[]): number[] => {
  const found: number[] = [];
  const common = (a: number, b: number): number => {
    while (a !== b) [a, b] = a > b ? [found[a], b] : [a, found[b]];
    return a;
  };
  for (const { inputs } of boxes) found.push(inputs.length === 0 ? -1 : inputs.reduce(common));
  return found;
};

/** Puts functions together that are written out: arithmetic that leaves one value, comes together in another, and is used nowhere else. */
const withFunctions = (boxes: readonly Box[]): readonly Box[] => {
  const merging = new Merging(boxes);
  const consumers = consumersOf(boxes);
  const dominator = dominators(boxes);
  boxes.forEach(({ inputs, parts }, end) => {
    if (inputs.length < 2 || !isArithmetic(parts[0].layers[0])) return;
    const inside = new Set([end]);
    for (const path = [...inputs]; path.length > 0 && inside.size <= mostOperations;) {
      const one = path.pop()!;
      if (one === dominator[end] || inside.has(one)) continue;
      if (!isArithmetic(boxes[one].parts[0].layers[0])) return;
      inside.add(one);
      path.push(...boxes[one].inputs);
    }
    const members = [...inside];
    if (inside.size > mostOperations || dominator[end] < 0) return;
    if (members.some((one) => one !== end && consumers[one].some((user) => !inside.has(user)))) return;
    if (members.length < 2) return;
    merging.join(end, members, true);
  });
  return merging.result();
};

const isSmallBox = ({ parts, inputs }: Box): boolean =>
  inputs.length === 1 && parts.every(({ layers, as }) => as !== undefined || isSmall(layers[0]));

const isGiven = ({ parts }: Box): boolean => layerKind(parts[0].layers[0]) === 'input';

const joins = (box: Box): boolean => box.parts.some(({ layers }) => layerKind(layers[0]) === 'joining');

/** Whether a box begins with a normalisation, and the one before it joins. */
const normalises = (before: Box, { parts: [first] }: Box): boolean =>
  /Norm/.test(first.as ?? first.layers[0].kind) && joins(before);

/** Whether a box moves or sums up what the one before it joined: after the last of several blocks, say. */
const takesFrom = (before: Box, { parts: [{ as, layers }] }: Box): boolean =>
  as === undefined &&
  (isMove(layers[0]) || /^(Reduce|Global)?(Mean|Max|Sum)$|^Reduce/.test(layers[0].kind)) &&
  joins(before);

/** Whether normalisations belong to what joins before them, as in most blocks of the network, rather than to what comes next. */
const normalisesAfter = (boxes: readonly Box[]): boolean => {
  const consumers = consumersOf(boxes);
  let votes = 0;
  for (const box of boxes)
    if (box.inputs.length === 1 && normalises(boxes[box.inputs[0]], box)) votes += consumers[box.inputs[0]].length > 1 ? -1 : 1; // prettier-ignore
  return votes > 1;
};

const isMoves = ({ parts }: Box): boolean => parts.every(({ layers, as }) => as === undefined && isMove(layers[0]));

/** Puts boxes together with those before them, where nothing else takes the output of these and the two are `wanted`. */
const alongChains = (boxes: readonly Box[], wanted: (before: Box, after: Box) => boolean): readonly Box[] => {
  const merging = new Merging(boxes);
  const consumers = consumersOf(boxes);
  const whole = [...boxes];
  boxes.forEach((box, i) => {
    const before = box.inputs.filter(
      (one) => consumers[one].length === 1 && !isGiven(boxes[one]) && wanted(whole[one], box),
    );
    merging.join(i, before);
    whole[i] = { ...box, parts: [...before.flatMap((one) => whole[one].parts), ...box.parts] };
  });
  return merging.result();
};

/**
 * Boxes of layers that are one step to a reader: a convolution with normalisation and activation, a run of reshapes, an activation or normalisation that
 * is written out of several operations.
 *
 * @param boxes - of one layer each, in order
 * @returns fewer boxes
 */
export const withSmallSteps = (boxes: readonly Box[]): readonly Box[] => {
  const functions = withFunctions(boxes);
  const after = normalisesAfter(functions);
  const followed = alongChains(
    functions,
    (before, box) => isSmallBox(box) && !takesFrom(before, box) && (after || !normalises(before, box)),
  );
  // A normalisation, activation or padding before the only layer that takes it, where it could not go with the one before it; moves before any.
  return alongChains(
    followed,
    (before, after) =>
      (after.inputs.length === 1 && isSmallBox(before)) || (before.inputs.length === 1 && isMoves(before)),
  );
};
