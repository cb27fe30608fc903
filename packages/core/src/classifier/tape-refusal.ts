import { InterpError } from '@interp/checks';
import { whyNoGradient } from '@interp/tape/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Why the tape gives no gradient, as an error for the user: see {@link whyNoGradient}. */
export const tapeRefusal = (reason: unknown, model?: LayersModel): InterpError =>
  new InterpError(
    'unsupported-layer',
    `${whyNoGradient(reason, model)}; use another one, or a method without gradients, such as occlusion`,
    { cause: reason },
  );
