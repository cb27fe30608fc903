import { attack, fgsm } from '@interp/adversarial';
import { startBackend } from '@interp/backend';
import { canWalk, classifier, networkOf, random } from '@interp/core';
import { lrp } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { doublePrecision } from '../measure/gradients/double-precision.mjs';
import { oddModels } from '../measure/gradients/odd-models.mjs';

const double = doublePrecision();

beforeAll(() => startBackend('wasm'));

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Weights and two inputs of a model, in single precision. */
const drawn = (model: tfl.LayersModel, inputShape: readonly number[]) => {
  const stream = random(11);
  const weights = model.weights.map(({ shape, name }) => {
    const values = Array.from(stream.normals(sizeOf(shape as number[]), 0, 0.6), Math.fround);
    return { shape: shape as number[], values: name.includes('variance') ? values.map((v) => v * v + 0.3) : values };
  });
  return { weights, x: Array.from(stream.uniforms(2 * sizeOf(inputShape), -1, 1), Math.fround) };
};

test.each(Object.entries(oddModels))(
  '%s: relevance is accounted for at every layer, and a signed step goes down',
  async (_, { build, inputShape }) => {
    const [net, exact] = [build(tfl, tf) as tfl.LayersModel, build(double.tfl, double.tf) as tfl.LayersModel];
    const { weights, x } = drawn(net, inputShape);
    net.setWeights(weights.map(({ values, shape }) => tf.tensor(values, shape)));
    exact.setWeights(weights.map(({ values, shape }) => double.tf.tensor(values, shape)));
    const own = classifier(net, { bounds: [-Infinity, Infinity] });
    const images = tf.tensor(x, [2, ...inputShape]);
    if (canWalk(networkOf(net))) {
      const { relevance, conservationError } = lrp(own, images, { strict: true });
      for (const error of conservationError) expect(error).toBeLessThan(1e-5);
      relevance.dispose();
    }

    const { adversarial } = await attack(own, images, fgsm({ epsilon: 0.1 }));
    const found = adversarial.dataSync();
    const size = sizeOf(inputShape);
    const logits = (rows: readonly (readonly number[])[]): number[][] =>
      double.tf.tidy(() => {
        const batch = double.tf.tensor(rows.flat(), [rows.length, ...inputShape]);
        return (exact.apply(batch) as tf.Tensor2D).arraySync();
      });
    const wrong = [0, 1].flatMap((image) => {
      const at = x.slice(image * size, (image + 1) * size);
      const [scores] = logits([at]);
      const label = scores.indexOf(Math.max(...scores));
      const moved = at.flatMap((_, k) => [1e-5, -1e-5].map((step) => at.map((v, i) => (i === k ? v + step : v))));
      const logProbabilities = logits(moved).map(
        (row) => row[label] - Math.log(row.reduce((sum, v) => sum + Math.exp(v), 0)),
      );
      return at.filter((v, k) => {
        const slope = (logProbabilities[2 * k] - logProbabilities[2 * k + 1]) / 2e-5;
        return Math.abs(slope) > 1e-4 && Math.abs(found[image * size + k] - v + 0.1 * Math.sign(slope)) > 1e-5;
      });
    });
    expect(wrong).toEqual([]);
    tf.dispose([images, adversarial]);
    net.dispose();
  },
);
