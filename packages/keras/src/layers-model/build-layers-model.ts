import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InterpError, isInterpError, plainText } from '@interp/checks';
import { buildModel, checkTopology, type Refuse } from '@interp/files/building';
import type { ModelSpec } from '../config/model-spec.js';
import type { LayerWeights } from '../weights/layer-weights.js';
import { registerActivations } from './activations.js';
import { QueuedWeights } from './queued-weights.js';
import { layersTopology } from './topology.js';

const refuse: Refuse = (what, code = 'bad-file') =>
  new InterpError(code, `the model ${what}; expected one that Keras saved; save it again`);

/**
 * A `tf.LayersModel` with the weights of a file.
 *
 * @param model - as the file describes it, of layers that TensorFlow.js has
 * @param weights - of each layer
 * @returns the model, which belongs to the caller
 * @throws InterpError `bad-file`, `bad-value`; nothing stays in memory
 */
export const buildLayersModel = async (model: ModelSpec, weights: LayerWeights): Promise<LayersModel> => {
  registerActivations();
  const { topology, specs } = layersTopology(model);
  checkTopology(topology, refuse);
  const queued = new QueuedWeights(weights, specs);
  try {
    const built = await buildModel(topology, queued, refuse);
    queued.checkAllTaken();
    return built;
  } catch (error) {
    queued.dispose();
    if (isInterpError(error)) throw error;
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InterpError('bad-file', refuse(`makes no network (${plainText(why, 120)})`).message, { cause: error });
  }
};
