import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { startBackend } from '@interp/backend';
import { classifier, random, type Classifier } from '@interp/core';
import {
  alphaBeta,
  any,
  epsilon,
  epsilonAlpha2Beta1Flat,
  epsilonGammaBox,
  epsilonPlus,
  flat,
  gamma,
  lrp,
  named,
  ofType,
  wSquare,
  zBox,
  type LrpOptions,
  type LrpRule,
} from '@interp/lrp';
import { unlessSlow } from '@interp/testing/backend-under-test';
import { codeOf } from '@interp/testing/refusal';
import { randomise, smallModels } from '@interp/testing/small-models';
import { counted, held, overwriteFreed, records, settled, unrecorded } from './recordings.js';

/** Everything that an explanation says, with the bits of its map. */
const told = (network: Classifier, x: tf.Tensor, options: LrpOptions): unknown => {
  const { relevance, layers: kept, ...rest } = lrp(network, x, options);
  const bits = new Uint32Array(Float32Array.from(relevance.dataSync()).buffer);
  relevance.dispose();
  return { ...rest, bits, kept: [...kept.keys()] };
};

const normals = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(random(seed).normals(tf.util.sizeFromShape(shape)), shape);

const composites: readonly (readonly [name: string, options: () => LrpOptions])[] = [
  ['α2β1', () => ({})],
  ['α3β2', () => ({ rules: alphaBeta({ alpha: 3, beta: 2 }) })],
  ['α2β1 with biases', () => ({ bias: 'keep' })],
  ['α2β1 as printed', () => ({ emptyBranch: 'paper' })],
  ['α2β1, stabilised', () => ({ rules: alphaBeta({ stabiliser: 0.01 }) })],
  ['ε', () => ({ rules: epsilon({ epsilon: 0.1 }) })],
  ['ε without biases', () => ({ rules: epsilon(), bias: 'drop' })],
  ['ε-plus', () => ({ rules: epsilonPlus() })],
  ['ε-α2β1-flat', () => ({ rules: epsilonAlpha2Beta1Flat() })],
  ['ε-γ-box', () => ({ rules: epsilonGammaBox({ low: -4, high: 4 }) })],
  ['γ', () => ({ rules: gamma() })],
  ['w²', () => ({ rules: wSquare() })],
  ['zᴮ', () => ({ rules: zBox({ low: -5, high: 5 }) })],
  ['flat', () => ({ rules: flat() })],
  ['for some types', () => ({ rules: [[ofType('Conv2D', 'Dense'), alphaBeta()], [any, epsilon()]] })], // prettier-ignore
];

beforeAll(async () => {
  await startBackend('wasm', { threads: 2 });
});

const dense = (): LayersModel =>
  sequential({
    layers: [
      layers.dense({ inputShape: [7], units: 9, activation: 'relu' }),
      layers.dense({ units: 8, activation: 'relu' }),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });

describe('an explanation, repeated', () => {
  it.each(composites.map((one, place) => [...one, place] as const))(
    'has the bits and the ledger of the first: %s',
    (_, options, place) => {
      const some = smallModels.filter((_model, i) => (i + place) % unlessSlow(5, 15) === 0);
      const total = counted(() => {
        for (const [i, { name, build }] of some.entries()) {
          const model = build();
          randomise(model, i);
          let network: Classifier;
          try {
            network = classifier(model, { returns: 'values', bounds: [-10, 10] });
          } catch {
            model.dispose();
            continue; // A model of another kind.
          }
          for (const n of unlessSlow([1, 2], [2]))
            for (let run = 0; run < (records() ? 6 : 1); run++) {
              const x = normals([n, ...network.inputShape], 100 * i + 10 * n + run);
              const find = (): unknown => told(network, x, { ...options(), target: run % 2 });
              overwriteFreed(model);
              const again = find();
              expect([name, run, again]).toEqual([name, run, unrecorded(find)]);
              x.dispose();
              if (run === 4) randomise(model, i + 7);
            }
          model.dispose();
        }
      });
      if (!records()) return;
      expect(total.made).toBeGreaterThan(some.length / 2);
      expect(total.played).toBeGreaterThan(some.length / 2);
    },
  );

  it('is right for inputs of the other sign, where rules take other kernels', () => {
    const model = dense();
    const network = classifier(model, { bounds: [-10, 10] });
    const { stopped } = counted(() => {
      for (let run = 0; run < 24; run++) {
        const x = tf.tidy(() => (run % 6 === 5 ? normals([2, 7], run) : tf.abs(normals([2, 7], run))));
        expect(told(network, x, {})).toEqual(unrecorded(() => told(network, x, {})));
        x.dispose();
      }
    });
    if (records()) expect(stopped).toBeGreaterThan(0);
    model.dispose();
  });

  it('is right where targets, scores, rules and batches take turns', () => {
    const model = dense();
    const network = classifier(model, { bounds: [-10, 10] });
    const draw = random(3);
    const { played } = counted(() => {
      for (let turn = 0; turn < unlessSlow(40, 8); turn++) {
        const [, options] = composites[draw.integer(composites.length)];
        const n = 1 + draw.integer(2);
        for (let run = draw.integer(8); run > 0; run--) {
          const x = tf.tensor(draw.normals(7 * n), [n, 7]);
          const more: LrpOptions = {
            ...options(),
            target: Array.from({ length: n }, () => draw.integer(3)),
            ...(draw.integer(2) && { score: 'probability' as const }),
          };
          expect(told(network, x, more)).toEqual(unrecorded(() => told(network, x, more)));
          x.dispose();
          if (draw.integer(6) === 0) model.setWeights(model.getWeights().map((weight) => tf.tidy(() => tf.mul(weight, 1.1)))); // prettier-ignore
        }
      }
    });
    if (records()) expect(played).toBeGreaterThan(20);
    model.dispose();
  });

  it("is not recorded with somebody's own rules and matches, or where layers are kept", () => {
    const model = dense();
    const network = classifier(model, { bounds: [-10, 10] });
    const x = normals([1, 7], 5);
    const own: LrpRule = (layer, input, relevance) => alphaBeta()(layer, input, relevance);
    const { name } = model.layers[0];
    for (const options of [
      { rules: own },
      { rules: [[(): boolean => true, epsilon()]] as const },
      { keep: [name] },
      {
        rules: [
          [named(/dense/), epsilon()],
          [any, epsilon()],
        ] as const,
      },
    ]) {
      // prettier-ignore
      const { made } = counted(() => {
        for (let run = 0; run < 9; run++) {
          const { relevance, layers: kept } = lrp(network, x, options);
          tf.dispose([relevance, ...kept.values()]);
        }
      });
      expect(made).toBe(0);
    }
    tf.dispose(x);
    model.dispose();
  });

  it('fails as the first does, frees what it took, and goes on', () => {
    const model = dense();
    const network = classifier(model, { bounds: [-10, 10] });
    const x = normals([1, 7], 6);
    const code = (options: LrpOptions): unknown => codeOf(() => lrp(network, x, options));
    for (let run = 0; run < 6; run++) told(network, x, {});
    const [tensors, before] = [tf.memory().numTensors, held()];
    expect(code({ target: 3 })).toBe('bad-class');
    const weights = model.getWeights().map((weight) => weight.clone());
    for (let run = 0; run < 9; run++) told(network, x, {});
    expect([tf.memory().numTensors - weights.length, held()]).toEqual([tensors, before]);
    model.setWeights(weights.map((weight) => tf.tidy(() => tf.mul(weight, Infinity))));
    for (let run = 0; run < 6; run++) expect(['bad-value', 'not-finite']).toContain(code({}));
    model.setWeights(weights);
    for (let run = 0; run < 6; run++) expect(told(network, x, {})).toEqual(unrecorded(() => told(network, x, {})));
    tf.dispose([x, ...weights]);
    model.dispose();
  });

  it('does not keep networks from being garbage-collected, nor what was recorded of them', async () => {
    const kinds = smallModels.filter(({ name }) =>
      /convolution|pooling|twice|normalisation|residual|padding/.test(name),
    );
    const before = await settled();
    const use = (build: () => LayersModel, options: LrpOptions): WeakRef<LayersModel> => {
      const model = build();
      randomise(model, 1);
      const network = classifier(model, { returns: 'values', bounds: [-10, 10] });
      const x = normals([1, ...network.inputShape], 1);
      for (let run = 0; run < 6; run++) lrp(network, x, { ...options, target: 0 }).relevance.dispose();
      x.dispose();
      tf.dispose(model.getWeights());
      return new WeakRef(model);
    };
    const names: string[] = [];
    const used: WeakRef<LayersModel>[] = [];
    for (const { name, build } of kinds)
      for (const options of [{}, { rules: epsilonPlus() }, { rules: epsilonGammaBox({ low: -4, high: 4 }) }]) {
        names.push(name);
        used.push(use(build, options));
      }
    expect(await settled()).toBeLessThanOrEqual(before);
    expect(names.filter((_, i) => used[i].deref())).toEqual([]);
  });
});
