// What the front ends make of files of each format, in Node.js and in a browser alike: read, classify a picture, explain it on the picture itself.
import { attack, fgsm } from '@interp/adversarial';
import { graphModelNetwork } from '@interp/graph';
import { inputTensor, mapOnPicture, pictureClassifier, pictureTensor, takingPictures } from '@interp/images';
import { kerasModel } from '@interp/keras';
import { epsilonPlus, lrp } from '@interp/lrp';
import { onnxNetwork } from '@interp/onnx';
import * as tf from '@tensorflow/tfjs-core';

/** A graph model as it is stored, with its weights. */
const graphModel = async (read) => {
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(await read('graph/model.json')));
  const [{ weights }] = weightsManifest;
  const bytes = await read('graph/weights.bin');
  return graphModelNetwork({ modelTopology, weights: tf.io.decodeWeights(Uint8Array.from(bytes).buffer, weights) });
};

/** How each file is read: the first of the three lines. */
const formats = {
  onnx: async (read) => onnxNetwork(await read('strokes.onnx')),
  'onnx, weights beside it': async (read) => {
    const beside = await read('strokes.onnx.data');
    return onnxNetwork(await read('beside.onnx'), { externalData: () => beside });
  },
  keras: async (read) => kerasModel(await read('strokes.keras')),
  'h5 of Keras 3': async (read) => kerasModel(await read('squeezes-3.h5')),
  'h5 of Keras 2': async (read) => kerasModel(await read('branches-2.h5')),
  'graph model': graphModel,
};

/** How the pictures of each model are fitted. */
const fits = { onnx: 'cover', keras: 'contain', 'graph model': 'contain' };

/** The gradient at the picture's own pixels, and a change of them by which the answer moves. */
const onPicture = async (net, picture) => {
  const whole = takingPictures(net, picture);
  const pixels = pictureTensor(picture);
  const { gradient, logits } = whole.gradient(pixels, (l) => tf.onesLike(l));
  const { perturbation, adversarial } = await attack(whole, pixels, fgsm({ epsilon: 0.02 }));
  const changed = whole.logits(adversarial);
  tf.dispose([pixels, logits, perturbation, adversarial]);
  return { gradient, changed };
};

/**
 * Reads each file and explains what its network says of a picture.
 *
 * @param {(name: string) => Promise<Uint8Array>} read - gives the bytes of a file
 * @param {import('@interp/mnist').Picture} picture
 * @returns plain arrays by what they are, what was said of each format, and seconds taken
 */
export async function frontEnds(read, picture) {
  const began = performance.now();
  const values = {};
  const said = [];
  for (const [name, load] of Object.entries(formats)) {
    const net = pictureClassifier(await load(read), { bounds: [0, 1], fit: fits[name] ?? 'stretch' });
    const isOfPictures = [1, 3].includes(net.inputShape[2]);
    const x = isOfPictures ? inputTensor(net, picture) : tf.randomUniform([1, ...net.inputShape], 0, 1, 'float32', 7);
    const { relevance, targets } = lrp(net, x, { rules: epsilonPlus({ epsilon: 0.1 }) });
    const found = { input: x, logits: net.logits(x), relevance };
    said.push(`${name} ${targets[0]}`);
    if (isOfPictures) {
      values[`${name}: map on the picture`] = [...mapOnPicture(await relevance.data(), net, picture).data];
      Object.assign(found, await onPicture(net, picture));
    } else found.gradient = tf.tidy(() => net.gradient(x, (l) => tf.onesLike(l)).gradient);
    for (const [what, tensor] of Object.entries(found)) values[`${name}: ${what}`] = [...(await tensor.data())];
    tf.dispose(found);
  }
  return { values, said, seconds: (performance.now() - began) / 1000 };
}
