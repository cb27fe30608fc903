import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, model as modelOf, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { classifier, networkOf } from '@interp/core';
import { units } from '@interp/targets';
import { withCorrectedGradients } from '@interp/tape';
import { refusal } from '@interp/testing/refusal';
import { randomBatch, randomise, smallModels } from '@interp/testing/small-models';

beforeAll(() => tf.setBackend('cpu'));

const apart = (a: tf.Tensor, b: tf.Tensor): number =>
  tf.tidy(() => {
    expect(a.shape).toEqual(b.shape);
    return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] / Math.max(1e-3, tf.max(tf.abs(b)).dataSync()[0]);
  });

/** What TensorFlow.js' own layers say of a hidden layer, one row an image. */
const reference = (net: LayersModel, name: string, of: 'channels' | 'units') => {
  const layer = net.getLayer(name);
  const part = modelOf({ inputs: net.inputs, outputs: layer.output });
  const isFirst = layer.getConfig()['dataFormat'] === 'channelsFirst';
  return (x: tf.Tensor): tf.Tensor2D => {
    const y = part.apply(x) as tf.Tensor;
    if (y.rank === 2) return y as tf.Tensor2D;
    if (of === 'units') return tf.reshape(y, [x.shape[0], -1]);
    const last = isFirst ? tf.transpose(y, [0, 2, 3, 1]) : y;
    return tf.mean(last, last.rank === 3 ? 1 : [1, 2]);
  };
};

const oneOutput = (shape: readonly (number | null)[]): boolean =>
  shape[0] === null && shape.length >= 2 && shape.length <= 4 && !shape.slice(1).includes(null);

/** Models whose tape is right. */
const hidden = smallModels
  .filter(({ differences }) => differences !== 'of a linear map')
  .flatMap(({ name, build }) => {
    const net = build();
    const found = net.layers.flatMap(({ name: layer, outputShape, inboundNodes }, i) =>
      inboundNodes.length === 1 && inboundNodes[0].inboundLayers.length > 0 && oneOutput(outputShape as number[])
        ? [[`${name}: ${layer}`, build, i] as const]
        : [],
    );
    const { length } = net.inputs;
    net.dispose();
    return length > 1 ? [] : found;
  });

describe.each([
  ['channels', hidden],
  ['units', hidden.filter(([name]) => /^(convolution|nested|max|PReLU)/.test(name))],
] as const)('%s', (of, some) => {
  it.each(some)('of %s are what TensorFlow.js returns there, with their gradient', (_, make, place) => {
    const net = make();
    randomise(net, 5);
    const { name } = net.layers[place];
    const found = units(net, name, { of, bounds: [-Infinity, Infinity] });
    const expected = reference(net, name, of);
    tf.tidy(() => {
      const x = randomBatch(net, 2, 7);
      const right = expected(x);
      const scores = found.logits(x);
      const one = right.shape[1] === 1 ? scores : right;
      expect(found.classes).toBe(one.shape[1]);
      expect(apart(scores, one)).toBeLessThan(1e-5);
      const start = tf.ones<tf.Rank.R2>(right.shape);
      const byTape = withCorrectedGradients(() => tf.grad((z) => tf.sum(expected(z)))(x));
      const { gradient } = found.gradient(x, () => start);
      expect(apart(gradient, byTape)).toBeLessThan(2e-5);
      const recorded = tf.grad((z) => tf.sum(found.logits(z)))(x);
      expect(apart(recorded, byTape)).toBeLessThan(2e-5);
    });
    net.dispose();
  });
});

const digits = (): LayersModel =>
  sequential({
    layers: [
      layers.conv2d({ inputShape: [6, 6, 1], filters: 3, kernelSize: 3, name: 'conv' }),
      layers.batchNormalization({ name: 'norm' }),
      layers.flatten({ name: 'flat' }),
      layers.dense({ units: 4, activation: 'sigmoid', name: 'hidden' }),
      layers.dense({ units: 2, activation: 'softmax', name: 'end' }),
    ],
  });

it('gives values after the activation, also of a sigmoid or softmax, and before a normalisation that is folded', () => {
  const net = digits();
  randomise(net, 2);
  tf.tidy(() => {
    const x = randomBatch(net, 2, 3);
    for (const { name } of net.layers)
      expect(apart(units(net, name).logits(x), reference(net, name, 'channels')(x))).toBeLessThan(1e-5);
  });
  net.dispose();
});

it('takes a network and layers of nested models', () => {
  const inner = digits();
  const net = sequential({ layers: [layers.reshape({ inputShape: [36], targetShape: [6, 6, 1] }), inner] });
  const name = networkOf(net).layers.find((layer) => layer.name.endsWith('/conv'))!.name;
  tf.tidy(() => {
    const x = randomBatch(net, 2, 3);
    const right = units(inner, 'conv').logits(tf.reshape(x, [2, 6, 6, 1]));
    expect(apart(units(networkOf(net), name).logits(x), right)).toBeLessThan(1e-6);
  });
  net.dispose();
});

it('leaves nothing in memory, and refuses what is not there', async () => {
  const net = digits();
  const c = classifier(net);
  tf.tidy(() => void c.logits(tf.zeros([1, 6, 6, 1])));
  tf.tidy(() => void units(net, 'conv').logits(tf.zeros([1, 6, 6, 1])));
  const before = tf.memory().numTensors;
  tf.tidy(() => void units(net, 'conv').logits(tf.zeros([1, 6, 6, 1])));
  expect(tf.memory().numTensors).toBe(before);
  expect(await refusal(() => units(net, 'convolution'))).toBe('bad-option');
  expect(await refusal(() => units(net, 'conv', { of: 'pixels' as 'units' }))).toBe('bad-option');
  expect(await refusal(() => units(net, 3 as unknown as string))).toBe('bad-option');
  expect(await refusal(() => units(net, 'conv', { channel: 3 } as object))).toBe('bad-option');
  net.dispose();
});
