import type { Say } from '@interp/report';
import { random } from '@interp/core';
import { networkGraph } from '@interp/viz';
import type { Diagram } from './diagram.js';

/** The thesis' example: three features, two hidden layers, two classes, 32 parameters. */
const sizes = [3, 3, 3, 2];

/** Its weights from one layer to the next, [inputs, units] by rows, normally distributed from a seed; its biases are 0. */
const randomWeights = (seed: number): number[][] => {
  const stream = random(seed);
  return sizes.slice(1).map((units, l) => {
    const weights = Array.from(stream.normals(sizes[l] * units));
    // Biases take their numbers from the stream, too.
    stream.normals(units, 0, 0);
    return weights;
  });
};

const diagramOf =
  (notation: boolean) =>
  (seed: number): Diagram<{ readonly parameters: number }> => {
    const kernels = randomWeights(seed);
    const parameters = sizes.slice(1).reduce((sum, units, l) => sum + (sizes[l] + 1) * units, 0);
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
  };

/** Figure 1.1: a small network as a graph, with weights from a seed. */
export const smallNetwork = diagramOf(false);

/** Figure 1.2: the same with the symbols of its values and weights. */
export const notation = diagramOf(true);
