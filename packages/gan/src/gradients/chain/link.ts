import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';

/** One step of a chain of layers, its derivatives written out: no tape is needed. All of it runs inside a `tf.tidy`. */
export interface Link {
  /** Kernel and, where there is one, bias; empty for a step without weights. */
  readonly weights: readonly LayerVariable[];
  /** The step itself. */
  readonly forward: (x: Tensor) => Tensor;
  /** Carries a derivative from the output `y` to the input `x`. */
  readonly back: (dy: Tensor, x: Tensor, y: Tensor) => Tensor;
  /**
   * Carries a small change of the input to the output. Only where the step is linear on either side of 0, so that its own derivative
   * does not change with the input: nothing for a tanh, say.
   */
  readonly push?: (dx: Tensor, y: Tensor) => Tensor;
  /** The derivative with respect to the kernel, given the input and the derivative at the output; nothing without weights. */
  readonly kernelGradient?: (x: Tensor, dy: Tensor) => Tensor;
}
