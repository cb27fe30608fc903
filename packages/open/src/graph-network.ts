import { readGraphModel } from '@interp/files/building';
import type { ModelSettings } from '@interp/files/node';
import { graphNetwork, graphOfModel, parametersOf } from '@interp/graph';
import type { ModelSource } from './model-source.js';
import type { OwnNetwork } from './own-network.js';

/** A shape with the height and width of pictures, or the length of sequences, that the model leaves open. */
const sized = (shape: readonly (number | null)[], size: ModelSettings['size']): readonly (number | null)[] =>
  size && shape.length <= 4
    ? shape.map((one, axis) => one ?? (axis === 0 ? null : (size[shape.length === 4 ? 2 - axis : 0] ?? null)))
    : shape;

/**
 * Reads a graph model of TensorFlow.js as a network that owns its weights.
 *
 * @param source - where it is read from
 * @param bytes - of its `model.json`
 * @param size - width and height of pictures, where the model leaves them open
 * @throws InterpError `not-found`, `bad-file`, `bad-value`, `unsupported-model`, `unsupported-layer`, `bad-option`
 */
export const readGraphNetwork = async (
  { name, weights }: ModelSource,
  bytes: Uint8Array,
  size: ModelSettings['size'],
): Promise<OwnNetwork> => {
  const model = await readGraphModel(name, bytes, weights);
  try {
    const graph = graphOfModel(model, name);
    const shapes = Object.fromEntries(graph.inputs.map((input) => [input.name, sized(input.shape, size)]));
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
