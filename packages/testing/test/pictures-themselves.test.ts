import { deepFool, attack } from '@interp/adversarial';
import { units } from '@interp/targets';
import { pictureClassifier, type PictureClassifierOptions, pictureTensor, takingPictures } from '@interp/images';
import { epsilonGammaBox, gradCam, integratedGradients, lrp, type LrpOptions } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

beforeAll(() => tf.setBackend('cpu'));

const [width, height] = [9, 6];
const picture = {
  data: Uint8Array.from({ length: 4 * width * height }, (_, i) => (i % 4 === 3 ? 255 : (i * i * 7 + i * 31) % 256)),
  width,
  height,
};

const modelOf = ([rows, columns, channels]: readonly number[]) => {
  const drawn = (seed: number) => ({ kernelInitializer: initializers.glorotNormal({ seed }) });
  const conv = { filters: 8, kernelSize: 2, activation: 'relu', name: 'conv', ...drawn(1) } as const;
  return sequential({
    layers: [
      layers.conv2d({ inputShape: [rows, columns, channels], ...conv }),
      layers.flatten(),
      layers.dense({ units: 3, ...drawn(2) }),
    ],
  });
};

describe.each<[readonly number[], PictureClassifierOptions]>([
  [[5, 5, 3], { fit: 'cover', mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }],
  [[5, 5, 3], { fit: 'contain', bounds: [0, 255], channels: 'bgr' }],
  [[12, 4, 1], { fit: 'stretch', bounds: [0, 1] }],
])('a model of [%s] takes pictures by %j', (inputShape, settings) => {
  const netOf = () => pictureClassifier(modelOf(inputShape), settings);

  test.each<[string, LrpOptions]>([
    ['α2β1', {}],
    ['a composite that looks at the bounds of the first layer', { rules: epsilonGammaBox() }],
  ])('relevance by %s arrives at their pixels as it is at the inputs, and none is lost', (_, options) => {
    tf.tidy(() => {
      const net = netOf();
      const whole = takingPictures(net, picture);
      const x = pictureTensor(picture);
      const [found, before] = [lrp(whole, x, options), lrp(net, whole.toInputs(x), options)];
      expect(found.relevance.shape).toEqual([1, height, width, 3]);
      const size = tf.sum(tf.abs(before.relevance)).dataSync()[0];
      expect(size).toBeGreaterThan(0.01);
      expect(Math.abs(found.totals[0] - before.totals[0])).toBeLessThan(1e-5 * size);
      expect(found.ledger[0].slice(-2).map(({ layer }) => layer)).toEqual(['scale', 'fit']);
    });
  });

  test('integrated gradients sum to the difference of the score, and Grad-CAM, attacks and hidden units work on them', async () => {
    const net = netOf();
    const whole = takingPictures(net, picture);
    const x = pictureTensor(picture);
    tf.tidy(() => {
      const { relevance, targets } = integratedGradients(whole, x, { baseline: 0, nodes: 300 });
      const scoreOf = (input: tf.Tensor) => whole.logits(input).dataSync()[targets[0]];
      const difference = scoreOf(x) - scoreOf(tf.zerosLike(x));
      expect(Math.abs(tf.sum(relevance).dataSync()[0] - difference)).toBeLessThan(0.02 * Math.abs(difference) + 1e-3);
      expect(gradCam(whole, x).relevance.shape.slice(0, 3)).toEqual([1, height, width]);
      const conv = units(whole.network!, 'conv', { bounds: [0, 1] });
      expect(conv.inputShape).toEqual([height, width, 3]);
      expect(lrp(conv, x).relevance.shape).toEqual([1, height, width, 3]);
    });
    const { items, adversarial, perturbation } = await attack(whole, x, deepFool());
    expect(items[0].outcome).toBe('succeeded');
    expect(adversarial.shape).toEqual(x.shape);
    tf.dispose([x, adversarial, perturbation]);
  });
});
