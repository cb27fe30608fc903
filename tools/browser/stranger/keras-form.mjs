// How TensorFlow.js' converter writes down a functional model of Keras.

/** What Keras says of some layers otherwise than TensorFlow.js. */
const differently = {
  InputLayer: () => ({ ragged: false }),
  BatchNormalization: (_, rank) => ({ axis: [rank - 1] }),
};

/** The topology of a built model as Keras 2.15 has it: a functional model whose layers name their dtype, and lists for axes. */
export function kerasTopology(net) {
  const { config } = net.toJSON(null, false);
  const layers = config.layers.map((layer, i) => {
    const rank = net.layers[i].outboundNodes.length ? net.layers[i].output.shape.length : 2;
    const more = differently[layer.class_name]?.(layer, rank) ?? {};
    return { ...layer, config: { ...layer.config, dtype: 'float32', ...more } };
  });
  const form = { class_name: 'Functional', config: { ...config, trainable: true, layers } };
  return { keras_version: '2.15.0', backend: 'tensorflow', model_config: form };
}
