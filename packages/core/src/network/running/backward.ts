import { checkFields, InterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import { gradientRule, type Rule, type TracedLayer } from './rules.js';
import type { Values } from './run.js';
import type { Step, StepGraph } from '../steps.js';
import type { Trace } from './trace-graph.js';

/**
 * The backward loop: goes through steps in reverse order once, passing the gradient or relevance of each output to its inputs.
 * Contributions of several branches add up.
 *
 * @param steps - in the order in which they ran, each with the names of its values
 * @param arrived - the starting values, by name; the values of all others are added to it
 * @param shares - gives what a step passes to each of its inputs, from what it has at its output
 */
export const passBack = <S extends Pick<Step, 'inputs' | 'outputs'>>(
  steps: readonly S[],
  arrived: Values,
  shares: (step: S, arriving: tf.Tensor) => readonly tf.Tensor[],
): void => {
  for (const step of steps.toReversed()) {
    const arriving = arrived.get(step.outputs[0]);
    if (!arriving) continue;
    shares(step, arriving).forEach((share, i) => {
      const before = arrived.get(step.inputs[i]);
      arrived.set(step.inputs[i], before ? tf.add(before, share) : share);
    });
  }
};

/** {@link passBack} that frees what has arrived, but for the starting values, as soon as it was passed on. */
const passBackAndFree: typeof passBack = (steps, arrived, shares) => {
  const starts = new Set(arrived.values());
  passBack(steps, arrived, (step, arriving) => {
    const passedOn = tf.tidy(() => [...shares(step, arriving)]);
    arrived.delete(step.outputs[0]);
    const isUsed = starts.has(arriving) || passedOn.includes(arriving) || [...arrived.values()].includes(arriving);
    if (!isUsed) arriving.dispose();
    return passedOn;
  });
};

const inputDerivatives = ({ operator, inputs, outputs }: Step, values: Values, dy: tf.Tensor): readonly tf.Tensor[] => {
  const { merge, map, vjps } = operator;
  const shapes = (): number[][] => inputs.map((name) => values.get(name)!.shape);
  if (vjps) return vjps(dy, shapes());
  const y = values.get(outputs[0])!;
  const x = merge && !map ? merge.join(inputs.map((name) => values.get(name)!)) : values.get(inputs[0]);
  const inputShape = merge ? merge.shape(dy.shape, inputs.length) : (x?.shape ?? dy.shape);
  const derivative = operator.vjp!(dy, { x, y, inputShape });
  return merge ? merge.split(derivative, shapes()) : [derivative];
};

/**
 * The vector-Jacobian product of a graph of steps.
 *
 * @param graph - the steps, each with a `vjp`
 * @param values - what `runFused` or `runForward` returned; borrowed
 * @param start - the derivative with respect to the output; borrowed
 * @returns the derivative with respect to the input
 */
export const graphVjp = ({ steps, input, output }: StepGraph, values: Values, start: tf.Tensor): tf.Tensor => {
  const arrived: Values = new Map([[output, start]]);
  passBackAndFree(steps, arrived, (step, dy) => inputDerivatives(step, values, dy));
  return arrived.get(input) ?? tf.zerosLike(values.get(input)!);
};

const passed = (layer: TracedLayer, rule: Rule, relevance: tf.Tensor): readonly tf.Tensor[] => {
  const input = layer.mergedInput();
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
  return layer.splitInput(result);
};

/**
 * The backward pass through a trace: for each step, in reverse order, a rule turns the relevance (or gradient) of its output into that
 * of its input. Contributions of several branches add up. With the gradient as rule it is back-propagation (thesis, section 1.2.3).
 *
 * @param run - what `trace` returned; borrowed
 * @param start - the relevance or gradient of the output, of its shape; borrowed
 * @param ruleOf - gives the rule of each step. Default {@link gradientRule} for all
 * @returns the relevance or gradient of the network's input, of its shape, owned by the caller
 * @throws InterpError `bad-shape` for a start or a rule's result of the wrong shape; whatever a rule throws
 */
export const backward = (
  run: Trace,
  start: tf.Tensor,
  ruleOf: (layer: TracedLayer) => Rule = () => gradientRule,
): tf.Tensor => {
  checkFields('the trace', run, { output: 'object' });
  checkFields('the start', start, { shape: 'list' });
  if (!tf.util.arraysEqual(start.shape, run.output.shape)) {
    throw new InterpError(
      'bad-shape',
      `the start has the shape [${start.shape.join(', ')}]; expected that of the output, [${run.output.shape.join(', ')}]`,
    );
  }
  return tf.tidy(() => {
    const arrived: Values = new Map([[run.graph.output, start]]);
    passBackAndFree(run.layers, arrived, (layer, relevance) => passed(layer, ruleOf(layer), relevance));
    const result = arrived.get(run.graph.input);
    return result ? tf.clone(result) : tf.zerosLike(run.input);
  });
};
