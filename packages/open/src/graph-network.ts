import type { ModelSettings } from '@interp/files/node';
import { loadGraphModel } from '@interp/files/node';
import { graphNetwork, graphOfModel, parametersOf } from '@interp/graph';
import type { OwnNetwork } from './own-network.js';

/** A shape of pictures with the height and width that the model leaves open. */
const sized = (shape: readonly (number | null)[], size: ModelSettings['size']): readonly (number | null)[] =>
  size && shape.length === 4 ? [shape[0], shape[1] ?? size[1], shape[2] ?? size[0], shape[3]] : shape;

/**
 * Loads a graph model of TensorFlow.js as a network that owns its weights.
 *
 * @param path - the path of its `model.json`
 * @param size - width and height of pictures, where the model leaves them open
 * @throws InterpError `not-found`, `bad-file`, `bad-value`, `unsupported-model`, `unsupported-layer`, `bad-option`
 */
export const loadGraphNetwork = async (path: string, size: ModelSettings['size']): Promise<OwnNetwork> => {
  const model = await loadGraphModel(path);
  try {
    const graph = graphOfModel(model, path);
    const shapes = Object.fromEntries(graph.inputs.map(({ name, shape }) => [name, sized(shape, size)]));
    return {
      ...graphNetwork(graph, { shapes }),
      format: 'tfjs-graph-model',
      parameters: parametersOf(graph),
      dispose: model.dispose,
    };
  } catch (error) {
    model.dispose();
    throw error;
  }
};
