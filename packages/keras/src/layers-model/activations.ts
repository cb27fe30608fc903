import * as tf from '@tensorflow/tfjs-core';

/** Activations of Keras that TensorFlow.js' layers lack, by the names that they get in a layer's configuration. */
const activations: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  exponential: (x) => tf.exp(x),
  leaky_relu: (x) => tf.leakyRelu(x, 0.2),
  log_sigmoid: (x) => tf.logSigmoid(x),
  hard_tanh: (x) => tf.clipByValue(x, -1, 1),
  // As Keras 3 has it; Keras 2 and TensorFlow.js have another slope.
  hard_sigmoid_3: (x) => tf.div(tf.relu6(tf.add(x, 3)), 6),
  hard_silu: (x) => tf.mul(x, tf.div(tf.relu6(tf.add(x, 3)), 6)),
  celu: (x) => tf.elu(x),
};

/** Those that TensorFlow.js' layers have. */
const known = new Set(
  'linear relu relu6 elu selu sigmoid hard_sigmoid tanh softplus softsign softmax log_softmax swish mish gelu'.split(
    ' ',
  ),
);

/** Whether a layer of TensorFlow.js can have an activation, once {@link registerActivations} was called. */
export const isLayersActivation = (name: unknown): boolean =>
  typeof name === 'string' && (known.has(name) || Object.hasOwn(activations, name));

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Makes the activations of Keras known to TensorFlow.js' layers, once. */
export const registerActivations = (): void => {
  const registered = tf.serialization.SerializationMap.getMap().classNameMap;
  for (const [name, apply] of Object.entries(activations)) {
    const className = camelCase(name);
    if (Object.hasOwn(registered, className)) continue;
    const Activation = class extends tf.serialization.Serializable {
      /** Its name among TensorFlow.js' classes. */
      static readonly className = className;
      /** It has no options. */
      getConfig(): tf.serialization.ConfigDict {
        return {};
      }
      /** Applies it to each value. */
      apply(x: tf.Tensor): tf.Tensor {
        return tf.tidy(() => apply(x));
      }
    };
    tf.serialization.registerClass(Activation);
  }
};
