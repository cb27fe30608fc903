import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

/**
 * The derivatives of a step whose weights are trained, written out: no tape is needed, and nothing is prepared and kept, because the
 * weights change from run to run. All of it runs inside a `tf.tidy`.
 */
export interface TrainingPass {
  /** Kernel and, where there is one, bias; empty for a step without weights. */
  readonly weights: readonly LayerVariable[];
  /** Carries a derivative from the output `y` to the input `x`. */
  readonly back: (dy: Tensor, x: Tensor, y: Tensor) => Tensor;
  /**
   * Carries a small change of the input to the output. Only where the step is linear on either side of 0, so that its own derivative
   * does not change with the input: missing for a tanh, say.
   */
  readonly push?: (dx: Tensor, y: Tensor) => Tensor;
  /** The derivative with respect to the kernel, given the input and the derivative at the output; missing without weights. */
  readonly kernelGradient?: (x: Tensor, dy: Tensor) => Tensor;
}
