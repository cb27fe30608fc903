import { graphVjp, type Operator, runSteps, type Step, type Values } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import type { Site } from '../../lowering/site.js';
import type { Live } from '../../lowering/value.js';

/** The most steps that one function of a value has. */
const mostSteps = 16;

const products = new WeakSet<Operator>();

const isElementwise = ({ operator }: Step): boolean => {
  const { kind, activation, scale, copies } = operator;
  if (kind === 'activation') return activation !== 'softmax' && activation !== 'logSoftmax';
  if (kind === 'merging') return copies === undefined;
  return scale !== undefined || products.has(operator);
};

/** The steps that make a value of another one, each value by itself; undefined where it depends on anything else. */
const functionOf = (site: Site, made: string, root: string): Step[] | undefined => {
  const found: Step[] = [];
  const shapeOf = (name: string): string | undefined => site.builder.shapes.get(name)?.join();
  const open = new Set([made]);
  for (const name of open) {
    if (name === root) continue;
    const step = site.builder.makers.get(name);
    if (!step || !isElementwise(step) || shapeOf(name) !== shapeOf(root) || found.push(step) > mostSteps)
      return undefined;
    for (const input of step.inputs) open.add(input);
  }
  return site.builder.steps.filter((step) => found.includes(step));
};

/** The value and those that it is made of by a chain of steps of each value. */
const rootsOf = (site: Site, value: Live): string[] => {
  const roots = [value.name];
  for (let steps = 0; steps < mostSteps; steps++) {
    const step = site.builder.makers.get(roots.at(-1)!);
    if (step?.inputs.length !== 1 || !isElementwise(step)) break;
    roots.push(step.inputs[0]);
  }
  return roots;
};

/** The steps of a product as one activation. */
const activationOf = (steps: readonly Step[], root: string, end: string): Operator => {
  const run = (x: tf.Tensor): Values => runSteps(steps, new Map([[root, x]]));
  return {
    kind: 'activation',
    activation: 'self-gated',
    forward: ([x]) => [run(x).get(end)!],
    vjp: (dy, { x }) => graphVjp({ steps, input: root, output: end }, run(x!), dy),
  };
};

/**
 * A product of two functions of the same value, each value by itself, is an activation: x σ(x), x Φ(x) and its approximation by tanh, x times a clipped x
 * and so on, as exporters write SiLU, GELU, hard-swish and mish.
 *
 * @param site - the product
 * @param a - its first factor
 * @param b - its second factor
 * @param product - the step that multiplies them
 * @returns the result, with steps of the factors left out where nothing else takes them; undefined where they are no such functions
 */
export const selfGated = (site: Site, a: Live, b: Live, product: Operator): Live | undefined => {
  products.add(product);
  for (const root of new Set([...rootsOf(site, a), ...rootsOf(site, b)])) {
    const [left, right] = [functionOf(site, a.name, root), functionOf(site, b.name, root)];
    if (!left || !right) continue;
    const end = `${site.node.outputs[0]} product`;
    const last: Step = { operator: product, inputs: [a.name, b.name], outputs: [end], layer: { name: site.node.name, type: site.node.type } }; // prettier-ignore
    const used = new Set([...left, ...right]);
    const steps = [...site.builder.steps.filter((step) => used.has(step)), last];
    return site.add(activationOf(steps, root, end), [{ ...a, name: root }], a.stored, a.axes);
  }
  return undefined;
};
