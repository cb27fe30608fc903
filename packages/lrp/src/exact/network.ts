import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { maximum } from './maximum.js';
import { places, type Geometry } from './places.js';
import { rectified } from './rectified.js';
import { hyperbolicTangent, logistic } from './smooth.js';
import type { Step } from './step.js';
import { weightedSum } from './weighted-sum.js';

type Layer = LayersModel['layers'][number];

/** Of what a layer says of itself, what is asked here. */
interface Config {
  readonly activation?: string;
  readonly dataFormat?: string;
  readonly dilationRate?: readonly number[];
  readonly maxValue?: number | null;
  readonly padding?: string;
  readonly poolSize?: readonly [number, number];
  readonly strides?: readonly [number, number];
}

const shapeOf = (ends: SymbolicTensor | SymbolicTensor[]): number[] => [ends].flat()[0].shape.slice(1).map(Number);

const geometry = (layer: Layer, window: readonly [number, number], { strides, padding }: Config): Geometry => {
  const [input, output] = [shapeOf(layer.input), shapeOf(layer.output)];
  return {
    input: [input[0], input[1]],
    output: [output[0], output[1]],
    window,
    strides: strides ?? window,
    same: padding === 'same',
  };
};

const convolution = (layer: Layer, config: Config): Step[] | undefined => {
  const [kernel, bias] = layer.getWeights();
  const [height, width, channelsIn, channelsOut] = kernel.shape;
  const where = geometry(layer, [height, width], config);
  if (config.dilationRate?.some((rate) => rate !== 1) || config.dataFormat === 'channelsFirst') return undefined;
  return [
    weightedSum({
      places: places(where),
      kernel: kernel.dataSync(),
      bias: bias?.dataSync(),
      channelsIn,
      channelsOut,
      pixels: where.output[0] * where.output[1],
    }),
  ];
};

const dense = (layer: Layer): Step[] | undefined => {
  const [kernel, bias] = layer.getWeights();
  const [channelsIn, channelsOut] = kernel.shape;
  if (shapeOf(layer.input).length > 1) return undefined;
  return [
    weightedSum({
      places: [{ output: 0, cell: 0, input: 0 }],
      kernel: kernel.dataSync(),
      bias: bias?.dataSync(),
      channelsIn,
      channelsOut,
      pixels: 1,
    }),
  ];
};

/** How steep an activation is where it has a value, 1 at its steepest. */
const steepnesses: Readonly<Record<string, (value: number) => number>> = {
  sigmoid: (value) => 4 * value * (1 - value),
  tanh: (value) => 1 - value * value,
};

const pooling = (layer: Layer, config: Config, before: string): Step[] | undefined => {
  if (config.dataFormat === 'channelsFirst') return undefined;
  const where = geometry(layer, config.poolSize ?? [2, 2], config);
  return [maximum(places(where), shapeOf(layer.input)[2], where.output, steepnesses[before])];
};

/** The steps of each type of layer, but for its activation; undefined for options that are not known here. */
const kinds: Readonly<Record<string, (layer: Layer, config: Config, before: string) => Step[] | undefined>> = {
  InputLayer: () => [],
  Dropout: () => [],
  Flatten: () => [],
  Activation: () => [],
  ReLU: (_, { maxValue }) => (typeof maxValue === 'number' ? undefined : [rectified()]),
  Conv2D: convolution,
  Dense: dense,
  MaxPooling2D: pooling,
};

const activations: Readonly<Record<string, () => Step[]>> = {
  linear: () => [],
  relu: () => [rectified()],
  sigmoid: () => [logistic()],
  tanh: () => [hyperbolicTangent()],
};

const isChain = ({ layers }: LayersModel): boolean =>
  layers.every(({ inboundNodes }, i) => {
    const [node] = inboundNodes;
    return inboundNodes.length === 1 && (i === 0 || node.inboundLayers[0] === layers[i - 1]);
  });

/**
 * A network in double precision: a chain of dense layers, convolutions and max-pooling, with ReLU, sigmoid or tanh.
 *
 * @param model - the model; borrowed
 * @returns its steps; undefined for a model with other layers
 */
export const network = (model: LayersModel): readonly Step[] | undefined => {
  if (!isChain(model)) return undefined;
  const steps: Step[] = [];
  let before = 'linear';
  for (const [i, layer] of model.layers.entries()) {
    const config = layer.getConfig() as Config;
    const last = i === model.layers.length - 1;
    const own = kinds[layer.getClassName()]?.(layer, config, before);
    // Scores are logits: a softmax at the end is left out.
    const after = last && config.activation === 'softmax' ? [] : activations[config.activation ?? 'linear']?.();
    if (!own || !after) return undefined;
    steps.push(...own, ...after);
    if (config.activation !== undefined) before = config.activation;
  }
  return steps;
};
