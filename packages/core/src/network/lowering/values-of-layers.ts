import type { LayersModel } from '@tensorflow/tfjs-layers';

type Shape = readonly (number | null)[];

const sizesOf = (shapes: unknown): readonly Shape[] =>
  (Array.isArray((shapes as readonly unknown[])[0]) ? shapes : [shapes]) as readonly Shape[];

/** Number of values that all layers of a model return for one image; an open dimension counts as `open`. */
export const valuesOfLayers = (model: LayersModel, open: number): number =>
  model.layers.reduce((sum, layer) => {
    if ('layers' in layer) return sum + valuesOfLayers(layer as LayersModel, open);
    const outputs = layer.inboundNodes.flatMap(({ outputShapes }) => sizesOf(outputShapes));
    return (
      sum + outputs.reduce((all, shape) => all + shape.slice(1).reduce<number>((n, side) => n * (side ?? open), 1), 0)
    );
  }, 0);
