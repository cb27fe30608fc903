import { type LayerLike, layerWithoutGradient } from './layer-without-gradient.js';

/**
 * Why a tape gives no gradient, in words.
 *
 * @param reason - what TensorFlow.js threw
 * @param model - whose layers are tried one by one; none for a function
 * @returns a clause that names the layer, or for a function the operation
 */
export const whyNoGradient = (
  reason: unknown,
  model?: { readonly name: string; readonly layers: readonly LayerLike[] },
): string => {
  const [, operation] = /gradient function not found for ([^.]+)/.exec(String(reason)) ?? [];
  const layer = model && layerWithoutGradient(model.layers);
  const message = String((reason as { message?: unknown } | undefined)?.message ?? reason).split('\n')[0];
  const said = message.startsWith('Cannot compute gradient of y=f')
    ? 'nothing that is differentiable leads from its input to the scores'
    : message.slice(0, 90);
  const what = layer
    ? `the layer "${layer.name}" of type ${layer.getClassName()}`
    : operation === undefined
      ? `the ${model ? `model "${model.name}"` : 'function'}`
      : `the operation ${operation}`;
  return `${what} has no gradient in TensorFlow.js${operation === undefined || layer ? ` (${said})` : ''}`;
};
