import { applied } from '@interp/tape/internal';
import * as tf from '@tensorflow/tfjs-core';
import { layers, type LayersModel } from '@tensorflow/tfjs-layers';
import { neededFor } from '../lowering/canonicalise.js';
import type { LayerCall, LoweredModel } from '../lowering/lower.js';
import type { Layer } from '../layers/layer-reading.js';
import { isMended } from '../layers/mended-layers.js';
import type { ScoresEnd } from '../lowering/scores-end.js';

/** Whether layers run as in training: with dropout, batch statistics and so on. */
interface Mode {
  readonly training: boolean;
}

/** Runs part of a model by its own layers, recorded by the tape. */
type Run = (x: tf.Tensor, mode: Mode) => tf.Tensor;

/** What a layer returned. */
interface LayerOutput {
  /** The value. */
  readonly value: tf.Tensor;
  /** The mask that goes with it to the next layers, if any. */
  readonly mask?: tf.Tensor | null | undefined;
}

/** What layers returned, by name. */
export type Returned = Map<string, LayerOutput>;

/**
 * Calls a layer as its model does.
 *
 * @param call - the call
 * @param from - holds its inputs
 * @param to - takes what it returns
 * @param mode - as in training or not
 */
export const callLayer = ({ layer, inputs, outputs }: LayerCall, from: Returned, to: Returned, mode: Mode): void => {
  const given = inputs.map((name) => from.get(name)!);
  const [values, masks] = [given.map(({ value }) => value), given.map(({ mask }) => mask ?? null)];
  const [mask] = masks;
  const made = applied(layer, values, mask ? { ...mode, mask } : { ...mode });
  const [passed] = layer.supportsMasking ? [layer.computeMask(values, masks as tf.Tensor[])].flat() : [];
  outputs.forEach((name, i) => to.set(name, { value: made[i], mask: passed }));
};

/** The call of a layer without the layer's activation, with the same weights. */
const withoutActivation = (call: LayerCall): LayerCall => {
  const { activation } = layers.activation({ activation: 'linear' }) as unknown as { activation: object };
  const { call: compute } = isMended(call.layer) ? call.layer : (Object.getPrototypeOf(call.layer) as Layer);
  const layer = Object.create(call.layer, { activation: { value: activation }, call: { value: compute } }) as Layer;
  return { ...call, layer };
};

/** For each call, the values that are not needed after it, except those to be kept. */
const lastNeeded = (calls: readonly LayerCall[], kept: ReadonlySet<string>): string[][] => {
  const last = new Map(calls.flatMap(({ inputs, outputs }, i) => [...outputs, ...inputs].map((name) => [name, i])));
  const names = calls.map((): string[] => []);
  for (const [name, i] of last) if (!kept.has(name)) names[i].push(name);
  return names;
};

/**
 * Runs a model by the calls of its layers.
 *
 * @param lowered - the calls
 * @param given - a batch for each input; borrowed
 * @param mode - as in training or not
 * @returns its outputs; in a `tf.tidy`, with what is between
 */
export const runCalls = (
  { calls, inputs, outputs }: LoweredModel,
  given: readonly tf.Tensor[],
  mode: Mode,
): tf.Tensor[] => {
  const values: Returned = new Map(inputs.map((name, i) => [name, { value: given[i] }]));
  for (const call of calls) callLayer(call, values, values, mode);
  return outputs.map((name) => values.get(name)!.value);
};

/**
 * Runs a model by its own layers up to where the scores of its first output end, so that TensorFlow.js' tape records it. Layers that
 * copy scores after that run as in inference, and those that do nothing in inference are left out.
 *
 * @param model - one input and one output; borrowed
 * @param lowered - the calls of its layers
 * @param end - where its scores end
 * @returns a function that runs the model up to its scores; its results belong to the caller
 */
export const layersToScores = (model: LayersModel, lowered: LoweredModel, end: ScoresEnd): Run => {
  const { calls, inputs, outputs } = lowered;
  if (end.scores === 'identity' && lowered.isMended) return (x, mode) => tf.clone(runCalls(lowered, [x], mode)[0]);
  if (end.scores === 'identity') return (x, { training }) => applied(model, [x], { training })[0];
  const roleOf = ({ use }: LayerCall) => end.instead.get(use) ?? 'nothing';
  const isEnd = (call: LayerCall): boolean => roleOf(call) === 'end' || roleOf(call) === 'without activation';
  const upper = neededFor(calls, [outputs[0]], isEnd);
  const beneath = upper.filter(isEnd).flatMap((call) => call.inputs);
  const lower = neededFor(calls, beneath);
  const unneeded = lastNeeded(lower, new Set([inputs[0], ...beneath]));
  const linear = new Map(upper.filter(isEnd).map((call) => [call, withoutActivation(call)]));
  return (x, mode) => {
    const values: Returned = new Map([[inputs[0], { value: x }]]);
    lower.forEach((call, i) => {
      callLayer(call, values, values, mode);
      if (!mode.training) for (const name of unneeded[i]) values.get(name)!.value.dispose();
    });
    const scores: Returned = new Map(values);
    for (const call of upper) {
      const role = roleOf(call);
      if (role === 'without activation') callLayer(linear.get(call)!, values, scores, mode);
      else if (role === 'copy') callLayer(call, scores, scores, { training: false });
      else scores.set(call.outputs[0], (role === 'end' ? values : scores).get(call.inputs[0])!);
    }
    const { value } = scores.get(outputs[0])!;
    return end.isBinary
      ? tf.pad(value, [
          [0, 0],
          [1, 0],
        ])
      : tf.clone(value);
  };
};
