import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { classifier } from '@interp/core';
import { epsilonPlus, lrp } from '@interp/lrp';
import { randomBatch, randomise } from '@interp/testing/small-models';

const WIDTH = 7;
const CHANNELS = 2;

const causal = (options: object): LayersModel =>
  randomise(
    sequential({
      layers: [
        layers.conv1d({ filters: 3, kernelSize: 3, padding: 'causal', inputShape: [WIDTH, CHANNELS], ...options }),
        layers.globalAveragePooling1d({}),
        layers.dense({ units: 2 }),
      ],
    }),
    3,
  );

/** The same by loops in double precision: each place sees itself and what is before it. */
const byLoops = (net: LayersModel, { strides = 1, dilationRate = 1 }: Record<string, number>) => {
  const [filter, bias, kernel, shift] = net.getWeights().map((w) => w.arraySync()) as [
    number[][][],
    number[],
    number[][],
    number[],
  ];
  return (x: readonly number[]): number[] => {
    const places = Array.from({ length: Math.ceil(WIDTH / strides) }, (_, i) => i * strides);
    const means = bias.map((b, f) => {
      const values = places.map((place) =>
        filter.reduce((sum, tap, k) => {
          const at = place - dilationRate * (filter.length - 1 - k);
          return at < 0 ? sum : tap.reduce((s, weights, c) => s + weights[f] * x[at * CHANNELS + c], sum);
        }, b),
      );
      return values.reduce((sum, v) => sum + Math.tanh(v), 0) / values.length;
    });
    return shift.map((s, unit) => means.reduce((sum, m, f) => sum + m * kernel[f][unit], s));
  };
};

const cases = [{}, { dilationRate: 2 }, { strides: 2 }] as const;

describe.each(['cpu', 'wasm'])('a convolution with causal padding, on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  test.each(cases)(
    '%j: scores and gradients are those of loops in double precision, the ledger balances',
    (options) => {
      const net = causal({ activation: 'tanh', ...options });
      const x = randomBatch(net, 1, 5);
      const values = Array.from(x.dataSync());
      const expected = byLoops(net, options);
      const given = classifier(net);
      const { logits, gradient } = given.gradient(x, () => tf.tensor2d([[1, -2]]));
      expected(values).forEach((score, k) => expect(logits.dataSync()[k]).toBeCloseTo(score, 5));
      const moved = (i: number, by: number): number => {
        const [a, b] = expected(values.map((v, k) => (k === i ? v + by : v)));
        return a - 2 * b;
      };
      const found = gradient.dataSync();
      values.forEach((_, i) => expect(found[i]).toBeCloseTo((moved(i, 1e-5) - moved(i, -1e-5)) / 2e-5, 4));
      const { conservationError, relevance } = lrp(given, x, { strict: true });
      expect(conservationError[0]).toBeLessThan(1e-5);
      lrp(given, x, { rules: epsilonPlus(), strict: true }).relevance.dispose();
      tf.dispose([x, logits, gradient, relevance]);
    },
  );
});
