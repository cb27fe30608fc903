import * as tf from '@tensorflow/tfjs-core';
import { plain, prototypes } from '@interp/am';
import { classifier, random } from '@interp/core';
import { float32Entry, int32Entry, readSafetensors } from '@interp/files';
import { lenet, lenetToTorch } from '@interp/lenet';

const steps = 50;

/** Ascents of so many images at once on log P(c|x) - λ‖x‖², from the same noise. */
const benchmark = (n, atMost) => ({
  name: `am-step-${n}`,
  title: `Activation maximisation, one step, ${n} ${n === 1 ? 'image' : 'images'}`,
  module: 'am_step',
  parts: steps,
  repeats: n === 1 ? 10 : n === 10 ? 4 : 1,
  tolerance: 1e-3,
  atMost,
  async prepare() {
    const model = lenet({ seed: 1 });
    const network = classifier(model);
    const noise = random(5).uniforms(n * 784, -1, 1);
    const start = tf.tensor(noise, [n, 28, 28, 1]);
    const classes = Array.from({ length: n }, (_, i) => i % 10);
    const options = { classes, start, lambda: 0.001, threshold: 0, optimizer: plain({ rate: 0.1 }), steps };
    const ascend = async () => {
      const { images, items } = await prototypes(network, options);
      images.dispose();
      return items;
    };
    return {
      inputs: [
        ...readSafetensors(await lenetToTorch(model)).tensors,
        ['start', float32Entry([n, 1, 28, 28], noise)],
        ['classes', int32Entry([n], Int32Array.from(classes))],
        ['steps', int32Entry([1], Int32Array.of(steps))],
      ],
      check: async () => (await ascend()).flatMap(({ history }) => history.map(({ probability }) => probability)),
      run: ascend,
      dispose: () => {
        start.dispose();
        model.dispose();
      },
    };
  },
});

export default [benchmark(1, 0.3), benchmark(10, 0.5), benchmark(100, 0.5)];
