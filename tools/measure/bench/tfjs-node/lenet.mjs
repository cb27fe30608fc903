/**
 * The thesis' LeNet by tfjs-layers, with PyTorch's weights.
 *
 * @param {object} tf - `@tensorflow/tfjs-node`
 * @param {ReadonlyMap<string, object>} tensors - the weights by PyTorch's names
 * @returns {object} a `tf.LayersModel`
 */
export function lenet(tf, tensors) {
  const hidden = { activation: 'sigmoid' };
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 6, kernelSize: 5, ...hidden }),
      tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
      tf.layers.conv2d({ filters: 16, kernelSize: 5, ...hidden }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 300, ...hidden }),
      tf.layers.dense({ units: 84, ...hidden }),
      tf.layers.dense({ units: 10 }),
    ],
  });
  const read = (name) => tf.tensor(tensors.get(name).data, tensors.get(name).shape);
  tf.tidy(() => {
    const convolution = (name) => tf.transpose(read(name), [2, 3, 1, 0]);
    const flattened = tf.reshape(
      tf.transpose(tf.reshape(read('fc1.weight'), [300, 16, 8, 8]), [2, 3, 1, 0]),
      [1024, 300],
    );
    model.setWeights([
      ...[convolution('conv1.weight'), read('conv1.bias'), convolution('conv2.weight'), read('conv2.bias')],
      ...[flattened, read('fc1.bias')],
      ...['fc2', 'fc3'].flatMap((name) => [tf.transpose(read(`${name}.weight`)), read(`${name}.bias`)]),
    ]);
  });
  return model;
}

/** The images of a benchmark, `[n, 28, 28, 1]`: with one channel the two layouts are the same. */
export const imagesOf = (tf, tensors) => {
  const { data, shape } = tensors.get('images');
  return tf.tensor(data, [shape[0], 28, 28, 1]);
};
