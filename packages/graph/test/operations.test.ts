import { startBackend } from '@interp/backend';
import { canWalk, trace, backward } from '@interp/core';
import { refusedNow } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { graphNetwork } from '../src/index.js';
import { operationNames } from '../src/operations/operations.js';
import { plainRun } from '../src/plain-run.js';
import { sortedNodes } from '../src/sorted-nodes.js';
import { type Case, cases } from './cases.js';
import { graphOf, normals } from './graph-parts.js';

beforeAll(async () => {
  await startBackend('cpu');
});

const largest = (x: tf.Tensor): number => tf.max(tf.abs(x)).dataSync()[0];

test.each(cases as [...Case][])(
  '%s: the same as one by one, for any number of images, and the gradient of differences',
  (...[, shape, make, kind]) => {
    const parts = graphOf(shape);
    const graph = parts.to(make(parts));
    tf.tidy(() => {
      const network = graphNetwork(graph);
      expect(canWalk(network)).toBe(true);
      const run = plainRun(graph, sortedNodes(graph));
      for (const n of [1, 3]) {
        const x = normals([n, ...shape.slice(1)] as number[], 7 + n);
        const [expected] = run([x]);
        const [found] = Object.values(network.run(x));
        expect(found.shape).toEqual(expected.shape);
        const [{ shape: said }] = network.outputs;
        expect(said).toEqual(expected.shape.map((size, axis) => (said[axis] === null ? null : size)));
        expect(largest(tf.sub(found, expected))).toBeLessThan(1e-5 * Math.max(1, largest(expected)));
      }
      if (kind === 'steps') return;
      const stored = (network.inputs[0].picture ?? network.inputs[0].shape).slice(1) as number[];
      const x = normals([2, ...stored], 23);
      const steps = trace(network, x);
      const start = normals(steps.output.shape, 4);
      const gradient = backward(steps, start);
      const direction = normals(x.shape, 5);
      const score = (h: number): number => {
        const y = trace(network, tf.add(x, tf.mul(direction, h))).output;
        return tf.sum(tf.mul(y, start)).dataSync()[0];
      };
      const slope = (score(2e-4) - score(-2e-4)) / 4e-4;
      const found = tf.sum(tf.mul(gradient, direction)).dataSync()[0];
      const scale = Math.max(1, largest(steps.output) * steps.output.size ** 0.5);
      expect(Math.abs(found - slope)).toBeLessThan(6e-3 * scale);
    });
  },
);

test("every operation has a case, but for those of whole numbers and questions, and one whose levels are each image's own", () => {
  const tried = new Set(cases.flatMap(([, shape, make]) => { const parts = graphOf(shape); return parts.to(make(parts)).nodes.map(({ operation }) => operation); })); // prettier-ignore
  const questions = ['And', 'ArgMax', 'ArgMin', 'ConstantOfShape', 'Equal', 'FakeQuantizeByRange', 'GreaterOrEqual', 'Hardmax', 'LessOrEqual', 'NonZero', 'Not', 'OneHot', 'Or', 'Range', 'Size', 'Xor']; // prettier-ignore
  expect(operationNames.filter((name) => !tried.has(name))).toEqual(questions);
});

test('a recurrent operation over an open number of places is refused by what is open', () => {
  const { node, normal, to } = graphOf([null, 3, 4]);
  const last = node('LSTM', ['x', normal([1, 8, 4]), normal([1, 8, 2])], { hidden_size: 2 }, 2);
  for (const output of [last, `${last}:1`])
    expect(refusedNow(() => graphNetwork(to(output)))?.message).toMatch(/places whose number is not known/);
});
