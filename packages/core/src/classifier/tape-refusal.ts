import { InterpError } from '@interp/checks';
import { layerWithoutGradient } from '@interp/tape/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Why the tape gives no gradient, as an error for the user.
 *
 * @param reason - what TensorFlow.js threw
 * @param model - whose layers are tried one by one; none for a function
 * @returns `unsupported-layer`, naming the layer, or for a function the operation
 */
export const tapeRefusal = (reason: unknown, model?: LayersModel): InterpError => {
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
  return new InterpError(
    'unsupported-layer',
    `${what} has no gradient in TensorFlow.js${operation === undefined || layer ? ` (${said})` : ''}; use another one, or a method without gradients, such as occlusion`,
    { cause: reason },
  );
};
