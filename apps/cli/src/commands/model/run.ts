import { extname } from 'node:path';
import { canWalk, trace } from '@interp/core';
import { shownName } from '@interp/core/plain-text';
import { sizeOfShape } from '@interp/core/internal';
import { gradCam, lrp } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { LoadedModel } from '../../models/loaded-model.js';
import { tried } from '../../models/tried.js';
import { UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import type { ShowModelOptions } from './options.js';
import { modelText, type LayerRow, type ModelDescription } from './view.js';

type Layer = LayersModel['layers'][number];
type Shape = readonly (number | null)[];

const formatOf = (spec: string): string =>
  ({ '.json': 'tfjs-layers-model', '.safetensors': 'lenet-state-dict' })[extname(spec)] ?? 'built-in';

const shapeOf = (shape: unknown): Shape =>
  Array.isArray(Array.isArray(shape) ? shape[0] : 0) ? (shape as Shape[])[0] : (shape as Shape);

/** The layers of a model, those of nested models in their places. */
const layersOf = (model: LayersModel): readonly Layer[] =>
  model.layers.flatMap((layer) => ('layers' in layer ? layersOf(layer as unknown as LayersModel) : [layer]));

const positions = (shape: readonly (number | null)[]): number =>
  shape.slice(1, -1).reduce<number>((product, one) => product * (one ?? 1), 1);

/** The products that convolutions and dense layers compute for one image: those of a kernel, at each position that it is applied at. */
const multiplicationsOf = ({ network, inputShape, model }: LoadedModel): number => {
  if (!network || !canWalk(network))
    return layersOf(model).reduce((sum, layer) => {
      const kernels = layer.weights.filter(({ shape, name }) => shape.length > 1 && name.includes('kernel'));
      const at = positions(shapeOf(layer.outputShape));
      return sum + at * kernels.reduce((all, { shape }) => all + sizeOfShape(shape as number[]), 0);
    }, 0);
  return tf.tidy(() => {
    const { layers } = trace(network, tf.zeros([1, ...inputShape]));
    return layers.reduce((sum, { kind, type, kernel, output, inputShapes }) => {
      if (kind !== 'linear' || !kernel || !/Conv|Dense/.test(type)) return sum;
      return sum + kernel.size * positions(type.endsWith('Transpose') ? inputShapes[0] : output.shape);
    }, 0);
  });
};

const rowOf = (layer: Layer): LayerRow => ({
  name: layer.name,
  type: layer.getClassName(),
  outputShape: shapeOf(layer.outputShape),
  parameters: layer.countParams(),
});

/** Each method, tried on one input in the middle of the bounds. */
const methodsOf = (classifier: LoadedModel): ModelDescription['methods'] => {
  const { inputShape, bounds, probabilities } = classifier;
  return tf.tidy(() => {
    const x = tf.fill([1, ...inputShape], (bounds[0] + bounds[1]) / 2);
    const gradient = tried(() => void classifier.gradient(x, (logits) => tf.onesLike(logits)));
    const isValues = probabilities === 'none';
    const attack = isValues
      ? 'the model returns values, not scores of classes; say with --returns what it returns'
      : gradient;
    return {
      gradient,
      lrp: tried(() => void lrp(classifier, x)),
      'grad-cam': tried(() => void gradCam(classifier, x)),
      attack,
      prototype: attack,
    };
  });
};

const scoresOf = ({ network, probabilities }: LoadedModel): ModelDescription['outputs'][number]['scores'] => {
  const scores = network?.outputs[0].scores;
  if (scores === 'identity' || scores === undefined)
    return probabilities === 'none' || probabilities === 'sigmoid' ? probabilities : 'logits';
  return scores === 'sigmoid' ? 'sigmoid' : 'softmax';
};

const descriptionOf = (spec: string, loaded: LoadedModel): ModelDescription => {
  const { model, settings, classes } = loaded;
  const layers = layersOf(model);
  return {
    format: formatOf(spec),
    inputs: model.inputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    outputs: model.outputs.map(({ shape }, i) => ({
      name: model.outputNames[i],
      shape,
      scores: scoresOf(loaded),
      classes,
    })),
    layers: layers.map(rowOf),
    parameters: model.countParams(),
    multiplications: multiplicationsOf(loaded),
    methods: methodsOf(loaded),
    settings,
  };
};

/** Describes a model, and remembers what is said of it where that is asked for. */
export const run = async (spec: string, options: ShowModelOptions, job: Job): Promise<Result> => {
  if (options.write && formatOf(spec) === 'built-in')
    throw new UsageError(
      `--write is for a model of your own; ${shownName(spec)} has nothing to be remembered: leave it out`,
    );
  await job.startBackend();
  return job.withClassifier(
    spec,
    async (loaded) => {
      const description = descriptionOf(spec, loaded);
      if (options.write) {
        const { writeModelSettings } = await import('@interp/files/node');
        job.note(`wrote ${await writeModelSettings(spec, loaded.settings)}`);
      }
      return { json: description, text: modelText(description) };
    },
    options,
  );
};
