import type { LayerBox } from '../architecture.js';
import type { Box, Part } from './boxes.js';
import { isMove, layerKind, type LayerKind } from './layer-kinds.js';
import type { FoldedBox } from './repeats.js';

/** The most parts that a box names. */
const mostNamed = 4;

const shortKinds: Readonly<Record<string, string>> = {
  BatchNormalization: 'BatchNorm',
  LayerNormalization: 'LayerNorm',
  InstanceNormalization: 'InstanceNorm',
  GroupNormalization: 'GroupNorm',
  FusedBatchNormV3: 'BatchNorm',
};

const short = (kind: string): string => (Object.hasOwn(shortKinds, kind) ? shortKinds[kind] : kind);

/** Kinds with how often they occur, the most frequent first. */
const counted = (layers: readonly LayerBox[]): string => {
  const counts = new Map<string, number>();
  for (const { kind } of layers) counts.set(short(kind), (counts.get(short(kind)) ?? 0) + 1);
  const all = [...counts].sort((a, b) => b[1] - a[1]);
  const named = all.slice(0, mostNamed - 1).map(([kind, count]) => (count > 1 ? `${kind} ×${count}` : kind));
  return [...named, ...(all.length > named.length ? ['…'] : [])].join(', ');
};

const partText = ({ layers, as }: Part): string => {
  if (as) return short(as);
  if (as === '') return counted(layers);
  const [{ kind, detail }] = layers;
  if (detail === undefined) return short(kind);
  const said = detail.replace(/(stride|dilation) (\d+)( × \2)+/g, '$1 $2');
  return kind === 'Activation' ? said : `${short(kind)} ${said}`;
};

/** What a box does; of moves one after the other the first alone. */
const kindsText = ({ parts }: Box): string => {
  const moves = parts.map(({ layers, as }) => as === undefined && isMove(layers[0]));
  const texts = parts.filter((_, i) => !(moves[i] && moves[i - 1])).map(partText);
  const more = texts.length > mostNamed ? [`${texts.length - mostNamed + 1} more`] : [];
  return [...texts.slice(0, texts.length > mostNamed ? mostNamed - 1 : mostNamed), ...more].join(' + ');
};

/** The layer that a box is named after: the first that has a colour of its own, or else weights. */
const mainOf = ({ parts }: Box): LayerBox => {
  const layers = parts.flatMap((part) => part.layers);
  return (
    layers.find((layer) => layerKind(layer) !== 'other') ?? layers.find(({ parameters }) => parameters > 0) ?? layers[0]
  );
};

/** One name for several that differ in their numbers, with the first and the last of those: `block1–4_conv`. */
const commonName = (names: readonly string[]): string => {
  const [first, ...others] = [names[0], names.at(-1)!].map((name) => name.split(/(\d+)/));
  const [last] = others;
  const isAlike = last.length === first.length && first.every((piece, i) => i % 2 === 1 || piece === last[i]);
  if (!isAlike) return names.length > 1 ? `${names[0]} …` : names[0];
  return first.map((piece, i) => (piece === last[i] ? piece : `${piece}–${last[i]}`)).join('');
};

/** Numbers in the order of what they are of: one where they are equal, else the first and the last, or, where others go further, the least and the most. */
const range = (values: readonly number[]): readonly number[] => {
  const [first, last] = [values[0], values.at(-1)!];
  const [least, largest] = [Math.min(...values), Math.max(...values)];
  if (least === largest) return [first];
  return Math.min(first, last) === least && Math.max(first, last) === largest ? [first, last] : [least, largest];
};

const sum = ({ parts }: Box): number =>
  parts.reduce((all, { layers }) => all + layers.reduce((own, { parameters }) => own + parameters, 0), 0);

const shapeOf = ({ parts }: Box): readonly (number | null)[] => parts.at(-1)!.layers.at(-1)!.shape;

/** What is written in a box. */
export interface BoxTexts {
  /** The name of its main layer. */
  readonly name: string;
  /** What it does. */
  readonly kinds: string;
  /** How many parameters it has, from the first to the last that it stands for. */
  readonly parameters: readonly number[];
  /** The shape of its output, sizes from the first to the last that it stands for; empty for one number. */
  readonly shape: string;
  /** Which kind it is, for its colour. */
  readonly kind: LayerKind;
}

/**
 * What a box says.
 *
 * @param box - the box
 * @returns its texts, in English
 */
export const boxTexts = ({ all }: FoldedBox): BoxTexts => {
  const main = mainOf(all[0]);
  const shapes = all.map(shapeOf);
  return {
    name: commonName(all.map((box) => mainOf(box).name)),
    kinds: kindsText(all[0]),
    parameters: range(all.map(sum)),
    shape: shapes[0].map((size, axis) => (size === null ? '?' : range(shapes.map((shape) => shape[axis]!)).join('–'))).join(' × '), // prettier-ignore
    kind: layerKind(main),
  };
};
