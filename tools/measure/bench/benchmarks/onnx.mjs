import { readFileSync } from 'node:fs';
import { classifier, random } from '@interp/core';
import { float32Entry } from '@interp/files';
import { onnxNetwork } from '@interp/onnx';
import * as tf from '@tensorflow/tfjs-core';

const size = 224;
const peer = 'onnxruntime-node';
const atMost = 1.5;

/** A forward pass of a network that PyTorch exported; each number of threads beside the peer's same one. */
const benchmark = (name, called) => ({
  name: `onnx-${name}`,
  title: `${called} from ONNX, 224 × 224 pixels, forward pass, 1 image`,
  peer,
  made: { module: 'onnx_file', of: name },
  repeats: 5,
  tolerance: 1e-4,
  limits: [1, 2].map((alike) => ({ than: peer, atMost, alike })),
  async prepare(_, model) {
    const network = onnxNetwork(readFileSync(model));
    const answers = classifier(network, { bounds: [-1, 1] });
    const x = tf.tensor(random(2).uniforms(size * size * 3, -1, 1), [1, size, size, 3]);
    const image = tf.transpose(x, [0, 3, 1, 2]);
    const images = float32Entry(image.shape, await image.data());
    image.dispose();
    const run = async () => {
      const logits = answers.logits(x);
      const values = await logits.data();
      logits.dispose();
      return values;
    };
    return {
      inputs: [['images', images]],
      check: run,
      run,
      dispose: () => {
        x.dispose();
        network.dispose();
      },
    };
  },
});

export default [benchmark('mobilenet_v2', 'MobileNetV2'), benchmark('resnet50', 'ResNet50')];
