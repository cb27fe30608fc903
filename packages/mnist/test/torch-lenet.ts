import { readSafetensors } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';

/** Probabilities of a LeNet that PyTorch wrote, worked out layer by layer: conv 5×5, max-pool 2×2, conv 5×5, three dense. */
export const probabilities = (file: Uint8Array, images: tf.Tensor4D): number[][] => {
  const { tensors, metadata } = readSafetensors(file);
  const weight = (name: string): tf.Tensor => {
    const { data, shape } = tensors.get(name)!;
    return tf.tensor(data as Float32Array, [...shape]);
  };
  const activation = metadata.get('activation') === 'relu' ? tf.relu : tf.sigmoid;
  const convolution = (x: tf.Tensor4D, name: string): tf.Tensor4D => {
    const kernel = tf.transpose(weight(`${name}.weight`), [2, 3, 1, 0]) as tf.Tensor4D;
    return activation(tf.add(tf.conv2d(x, kernel, 1, 'valid'), weight(`${name}.bias`)));
  };
  const dense = (x: tf.Tensor2D, name: string): tf.Tensor2D =>
    tf.add(tf.matMul(x, weight(`${name}.weight`) as tf.Tensor2D, false, true), weight(`${name}.bias`));
  return tf.tidy(() => {
    const pooled = tf.maxPool(convolution(images, 'conv1'), 2, 2, 'valid');
    const channelsFirst = tf.transpose(convolution(pooled, 'conv2'), [0, 3, 1, 2]);
    const flat = tf.reshape<tf.Rank.R2>(channelsFirst, [images.shape[0], 1024]);
    const hidden = activation(dense(activation(dense(flat, 'fc1')), 'fc2'));
    return tf.softmax(dense(hidden, 'fc3')).arraySync();
  });
};
