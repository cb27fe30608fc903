// One method on one batch, in a process of its own: node case.mjs '{ "method", "model": { "kind", … }, "n" }' prints a line of JSON.
import { wasmHeap } from '../../lib/wasm-heap.mjs';
import { startBackend } from '@interp/backend';
import { classifier, random } from '@interp/core';
import { sampleDigits } from '@interp/mnist';
import { pretrained } from '@interp/pretrained';
import * as tf from '@tensorflow/tfjs-core';
import { methods } from './methods.mjs';
import { mobileNet, multiplications } from './mobile-net.mjs';
import { peakBytes } from './peak-bytes.mjs';

/** Seconds of processor time: below the first there is a second run, below the second all runs together make some more. */
const [long, enough] = [3, 0.3];
const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const models = {
  lenet: async () => pretrained('lenet'),
  mobileNet: (options) => mobileNet(options),
};

/** Digits for the LeNet, the ten samples over and over, each a little different; noise for the others. */
const imagesFor = (network, n) => {
  const [side] = network.inputShape;
  const stream = random(1);
  const size = network.inputShape.reduce((product, length) => product * length, 1);
  if (side !== 28 || size !== 784) return tf.tensor(stream.uniforms(n * size, -1, 1), [n, ...network.inputShape]);
  return tf.tidy(() => {
    const digits = sampleDigits().images(Array.from({ length: n }, (_, i) => i % 10));
    return tf.mul(digits, tf.tensor(stream.uniforms(n * size, 0.9, 1), digits.shape));
  });
};

const { method, model: described, n } = JSON.parse(process.argv[2]);
await startBackend('wasm', { threads: 1 });
const model = await models[described.kind](described);
const network = classifier(model);
const x = imagesFor(network, n);
const { run, parts } = methods[method];
const peak = peakBytes();
const held = tf.memory().numBytes;
const took = [];
do {
  const begin = seconds();
  await run(network, x);
  took.push(seconds() - begin);
} while (took.length < 20 && (took.reduce((sum, one) => sum + one, 0) < enough || (took.length < 2 && took[0] < long)));
// The first run builds what is kept of a model; it counts where it is the only one.
const timed = took.length > 1 ? took.slice(1).sort((a, b) => a - b) : took;
console.log(
  JSON.stringify({
    seconds: timed[timed.length >> 1] / parts,
    images: 4 * x.size,
    held,
    peak: peak(),
    heap: wasmHeap().byteLength,
    resident: process.resourceUsage().maxRSS * 1024,
    multiplications: multiplications(model),
    left: tf.memory().numBytes - held,
  }),
);
