import { tints, type Tint } from '../../colours/tints.js';
import type { LayerBox } from '../architecture.js';

/** What layers are to a diagram, each with a colour of its own. */
export type LayerKind = 'input' | 'convolution' | 'dense' | 'sampling' | 'joining' | 'other';

/** The colour of each kind. */
export const kindTints: Readonly<Record<LayerKind, Tint>> = {
  input: tints.green,
  convolution: tints.blue,
  dense: tints.red,
  sampling: tints.violet,
  joining: tints.yellow,
  other: tints.grey,
};

const joins = /^(Add|AddV2|AddN|Sum|Concat(enate|V2)?|Average|Mul(tiply)?|Max(imum)?|Min(imum)?|Mean|Dot|Merge|Sub(tract)?|Div|(Batch)?MatMul(V2|V3)?|Where|Einsum)$/; // prettier-ignore

/**
 * The kind of a layer, by the name of its class or operation, its weights and how many it joins.
 *
 * @param layer - the layer
 * @returns the kind
 */
export const layerKind = ({ kind, parameters, inputs }: LayerBox): LayerKind => {
  if (kind === 'InputLayer') return 'input';
  if (/Conv/.test(kind)) return 'convolution';
  if (/Dense|Gemm|Linear|LSTM|GRU|RNN|Embedding|Attention/.test(kind)) return 'dense';
  if (/MatMul|Einsum/.test(kind) && parameters > 0) return 'dense';
  if (/Pool|UpSampl|Upsample|Resize|DepthToSpace|SpaceToDepth|PixelShuffle/.test(kind)) return 'sampling';
  return joins.test(kind) && inputs.length > 1 ? 'joining' : 'other';
};

const moves = /^(Reshape|Flatten|(Un)?[Ss]queeze|ExpandDims|Transpose|Permute|Slice|StridedSlice|Split|SplitV|Gather|GatherV2|GetItem|Expand|Tile|Shape|Cast|Identity|Cropping\d?D?|RepeatVector|Unpack|Pack|Shuffle)/; // prettier-ignore

/** Whether a layer only copies values to other places. */
export const isMove = ({ kind, parameters }: LayerBox): boolean => parameters === 0 && moves.test(kind);

/** Whether a layer is a step that shares a box with what is beside it: a normalisation, an activation, arithmetic, a move; not what has a colour. */
export const isSmall = (layer: LayerBox): boolean => layer.inputs.length === 1 && layerKind(layer) === 'other';

/** Whether a layer may be a part of an activation or normalisation that is written out of several operations. */
export const isArithmetic = (layer: LayerBox): boolean =>
  layer.parameters < 2 && /^(other|joining)$/.test(layerKind(layer)) && !/MatMul|Concat|Einsum/.test(layer.kind);
