// Whether tfjs-node computes, tried in a process of its own: a product, a convolution and the gradients of both its inputs.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMain } from '../../lib/workspace.mjs';

const check = (packageAt) => {
  const tf = createRequire(join(packageAt, 'package.json'))(packageAt);
  const equal = (tensor, expected) => {
    const values = [...tensor.dataSync()];
    if (values.join() !== expected.join()) throw new Error(`${values} where ${expected} was expected`);
  };
  equal(
    tf.matMul(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor2d([
        [5, 6],
        [7, 8],
      ]),
    ),
    [19, 22, 43, 50],
  );
  const image = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  const filter = tf.ones([2, 2, 1, 1]);
  equal(tf.conv2d(image, filter, 1, 'valid'), [12, 16, 24, 28]);
  const [toImage, toFilter] = tf.grads((a, b) => tf.sum(tf.conv2d(a, b, 1, 'valid')))([image, filter]);
  equal(toImage, [1, 2, 1, 2, 4, 2, 1, 2, 1]);
  equal(toFilter, [12, 16, 24, 28]);
  return tf.backend().binding.TF_Version;
};

/** The version of TensorFlow that the package at `packageAt` computes rightly with, or why it does not. */
export function works(packageAt) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), packageAt], {
    encoding: 'utf8',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  return status === 0
    ? { version: stdout.trim() }
    : { reason: /Error: (.*)/.exec(stderr)?.[1] ?? `it ended with ${status}` };
}

if (isMain(import.meta.url)) console.log(check(process.argv[2]));
