import { architectureDiagram, architectureOf, type Architecture, type ModelLike } from '@interp/viz';
import { withClassifier } from '../models/classifier.js';
import { table } from '../shell/text.js';
import type { Diagram, DrawnDiagram } from './diagram.js';

const textOf = ({ layers }: Architecture): string =>
  table([
    ['layer', 'kind', 'output', 'parameters'],
    ...layers.map(({ name, kind, shape, parameters }) => [
      name,
      kind,
      shape.map((size) => size ?? '?').join(' × '),
      String(parameters),
    ]),
  ]);

const drawn = (model: ModelLike, name?: string): DrawnDiagram => {
  const read = architectureOf(model);
  const architecture = name === undefined ? read : { ...read, name };
  const parameters = architecture.layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return {
    picture: (say) =>
      architectureDiagram(architecture, {
        words: {
          parameter: say('parameter', 'parámetro'),
          parameters: say('parameters', 'parámetros'),
          oneNumber: say('one number', 'un número'),
        },
      }),
    data: { ...architecture, parameters },
    text: textOf(architecture),
  };
};

/** Figure 1.5: the layers of the network, read off the network. */
export const architecture: Diagram = ({ options }) =>
  withClassifier(options.model, ({ network }) => drawn(network!.model!, options.model === 'lenet' ? 'LeNet' : undefined));

/**
 * The layers of any model that was saved by TensorFlow.js, with several inputs or outputs too.
 *
 * @param path - its `model.json`
 * @returns the diagram
 */
export const architectureOfFile = async (path: string): Promise<DrawnDiagram> => {
  const { loadModel } = await import('@interp/core/node');
  const model = await loadModel(path);
  try {
    return drawn(model);
  } finally {
    model.dispose();
  }
};
