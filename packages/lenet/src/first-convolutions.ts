import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

type Layer = tfl.layers.Layer;
type Call = Layer['call'];

/** The same convolution as separate operations, whose gradients are only computed where they are asked for. */
const separate = (layer: Layer): Call => {
  const { strides, padding, dilationRate, activation } = layer.getConfig() as Record<string, never>;
  const activate = tfl.layers.activation({ activation });
  const [kernel, bias] = layer.weights;
  return (inputs) => {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor4D;
    const filter = kernel.read() as tf.Tensor4D;
    const convolved = tf.conv2d(x, filter, strides, padding, 'NHWC', dilationRate);
    return activate.apply(bias ? tf.add(convolved, bias.read()) : convolved) as tf.Tensor;
  };
};

const takesImages = (model: tfl.LayersModel, layer: Layer): boolean =>
  layer.getClassName() === 'Conv2D' &&
  layer.getConfig()['dataFormat'] !== 'channelsFirst' &&
  typeof layer.getConfig()['activation'] === 'string' &&
  layer.inboundNodes.length === 1 &&
  model.inputs.includes(layer.input as tfl.SymbolicTensor);

/**
 * Makes the convolutions that see the images themselves leave out the images' gradient, which training has no use for: as
 * tfjs-layers runs them, one fused operation each, they compute it always, and it is a quarter of a step of the LeNet.
 *
 * @param model - whose convolutions; each is as it was once the work is done
 * @returns runs a piece of work, synchronous, with those convolutions replaced
 */
export const withoutImageGradients = (model: tfl.LayersModel): (<T>(work: () => T) => T) => {
  const chosen = model.layers
    .filter((layer) => takesImages(model, layer))
    .map((layer) => ({ layer, call: separate(layer) }));
  return (work) => {
    for (const { layer, call } of chosen) layer.call = call;
    try {
      return work();
    } finally {
      for (const { layer } of chosen) Reflect.deleteProperty(layer, 'call');
    }
  };
};
