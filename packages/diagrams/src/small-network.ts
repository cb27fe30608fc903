import type { Say } from '@interp/report';
import { random } from '@interp/core';
import { networkGraph } from '@interp/viz';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import type { Diagram } from './diagram.js';

/** The thesis' example: three features, two hidden layers, two classes, 32 parameters. */
const sizes = [3, 3, 3, 2];

const randomNetwork = (seed: number): Sequential => {
  const stream = random(seed);
  const model = sequential({
    layers: sizes
      .slice(1)
      .map((units, l) => layers.dense({ units, activation: 'sigmoid', inputShape: l === 0 ? [sizes[0]] : undefined })),
  });
  tf.tidy(() => {
    model.setWeights(
      model
        .getWeights()
        .map((weight) => tf.tensor(stream.normals(weight.size, 0, weight.rank === 2 ? 1 : 0), weight.shape)),
    );
  });
  return model;
};

const diagramOf =
  (notation: boolean) =>
  (seed: number): Diagram<{ readonly parameters: number }> => {
    const model = randomNetwork(seed);
    try {
      const kernels = model.layers.map((layer) => Array.from(layer.getWeights()[0].dataSync<'float32'>()));
      const parameters = model.countParams();
      const picture = (say: Say): Promise<string> =>
        notation
          ? networkGraph(
              { sizes },
              {
                notation,
                title: say(
                  'Value a of neuron j in layer l, weight w from neuron i to j',
                  'Valor a de la neurona j en la capa l, peso w de la neurona i a la j',
                ),
                layerTitles: sizes.map((_, l) => say(`layer ${l + 1}`, `capa ${l + 1}`)),
              },
            )
          : networkGraph(
              { sizes, weights: kernels },
              {
                title: say(
                  `A fully connected network of ${parameters} parameters`,
                  `Una red completamente conectada de ${parameters} parámetros`,
                ),
                layerTitles: [
                  say('input', 'entrada'),
                  say('hidden 1', 'oculta 1'),
                  say('hidden 2', 'oculta 2'),
                  say('output', 'salida'),
                ],
              },
            );
      const data = { sizes, parameters, weights: notation ? undefined : kernels };
      const neurons = sizes.join(', ');
      const text = (say: Say): string =>
        say(`neurons ${neurons}; ${parameters} parameters`, `neuronas ${neurons}; ${parameters} parámetros`);
      return { picture, data, text };
    } finally {
      model.dispose();
    }
  };

/** Figure 1.1: a small network as a graph, with weights from a seed. */
export const smallNetwork = diagramOf(false);

/** Figure 1.2: the same with the symbols of its values and weights. */
export const notation = diagramOf(true);
