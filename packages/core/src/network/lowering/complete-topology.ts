import type { LayersModel } from '@tensorflow/tfjs-layers';

/** What TensorFlow.js leaves out of a layer's configuration, though it needs it to build the layer again. */
interface Forgetful {
  readonly depthMultiplier?: number;
}

const completed = (layer: LayersModel['layers'][number], config: Record<string, unknown>): void => {
  const { depthMultiplier } = layer as Forgetful;
  if (layer.getClassName() === 'SeparableConv2D' && depthMultiplier !== undefined)
    config['depth_multiplier'] = depthMultiplier;
};

/** The configuration of a layer in JSON. */
interface LayerJson {
  readonly config: Record<string, unknown> & { readonly name?: string };
}

const complete = (model: LayersModel, { layers }: { readonly layers?: readonly LayerJson[] }): void => {
  for (const { config } of layers ?? []) {
    const layer = model.layers.find(({ name }) => name === config.name);
    if (!layer) continue;
    if ('layers' in layer) complete(layer as LayersModel, config as { layers?: LayerJson[] });
    else completed(layer, config);
  }
};

/**
 * Adds to a model's topology what TensorFlow.js leaves out: without the depth multiplier of separable convolutions a saved model cannot be loaded.
 *
 * @param model - the model
 * @param topology - its topology as `model.toJSON(null, false)` gives it; changed
 * @returns the topology
 */
export const completeTopology = <T extends object>(model: LayersModel, topology: T): T => {
  const { config, model_config: inner } = topology as {
    config?: { layers?: LayerJson[] };
    model_config?: { config: { layers?: LayerJson[] } };
  };
  complete(model, inner?.config ?? config ?? {});
  return topology;
};
