import * as tf from '@tensorflow/tfjs-core';
import { InterpError } from '../errors.js';
import type { Trace, TracedLayer } from './trace.js';
import type { Rule, WalkLayer } from './rules.js';

const passed = (layer: TracedLayer, rule: Rule, relevance: tf.Tensor): readonly tf.Tensor[] => {
  const input = layer.gathered();
  const result = rule(layer, input, relevance);
  // Rules of callers without types may return anything.
  if (!((result as unknown) instanceof tf.Tensor))
    throw new InterpError(
      'bad-option',
      `the rule for the layer "${layer.name}" returned no tensor; expected relevance`,
    );
  if (!tf.util.arraysEqual(result.shape, input.shape)) {
    throw new InterpError(
      'bad-shape',
      `the rule for the layer "${layer.name}" returned [${result.shape.join(', ')}]; expected the shape of its input, [${input.shape.join(', ')}]`,
    );
  }
  return layer.part(result);
};

/**
 * Goes back through a traced run once: each step hands what has arrived at its output to a rule, and the rule's result to the steps
 * below, where the shares of several branches add up.
 *
 * @param run - what {@link trace} returned; borrowed
 * @param start - what starts at the output, of its shape; borrowed
 * @param ruleOf - which rule a step has
 * @returns what arrives at the model's input, of its shape, the caller's
 * @throws InterpError `bad-shape` for a start or a rule's result of the wrong shape; whatever a rule throws
 */
export const backward = (run: Trace, start: tf.Tensor, ruleOf: (layer: WalkLayer) => Rule): tf.Tensor => {
  if (!tf.util.arraysEqual(start.shape, run.output.shape)) {
    throw new InterpError(
      'bad-shape',
      `the start has the shape [${start.shape.join(', ')}]; expected that of the output, [${run.output.shape.join(', ')}]`,
    );
  }
  return tf.tidy(() => {
    const arriving = new Map<number, tf.Tensor>([[run.place, start]]);
    for (const layer of run.layers.toReversed()) {
      const relevance = arriving.get(layer.place);
      if (!relevance) continue;
      const parts = tf.tidy(() => [...passed(layer, ruleOf(layer), relevance)]);
      parts.forEach((part, i) => {
        const place = layer.inputs[i];
        const before = arriving.get(place);
        arriving.set(place, before ? tf.add(before, part) : part);
      });
    }
    const result = arriving.get(0);
    return result ? tf.clone(result) : tf.zerosLike(run.input);
  });
};
