import type * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../attributes.js';
import type { Site } from '../lowering/site.js';
import type { Value } from '../lowering/value.js';

/** How one of ONNX' operators is computed. */
export interface Operation {
  /**
   * Runs it over values in their logical order; in a `tf.tidy`.
   *
   * @param inputs - its inputs, borrowed; undefined where an optional one is left out
   * @param attributes - its attributes
   * @returns its outputs, the caller's
   */
  readonly evaluate: (inputs: readonly tf.Tensor[], attributes: Attributes) => readonly tf.Tensor[];
  /**
   * Makes steps of it; at least one input depends on the network's input. Without it, the operation runs and has no backward pass.
   *
   * @param site - the node, with its inputs
   * @returns its outputs
   */
  readonly lower?: (site: Site) => readonly Value[];
  /** Whether its inputs broadcast, so that a constant which is the same for all images may be given once. */
  readonly broadcasts?: true;
  /** Inputs that have the axes of the first one, that of the images among them: a constant there is given for each image. */
  readonly follow?: readonly number[];
  /**
   * What of its inputs passes to its outputs where it runs as a function: `values`, each of which is one of an input's; `sums` of them; weighted sums of
   * those of the `first` input, which the others only choose; `nothing`, as its outputs are whole numbers and questions, whose derivative is 0 and whose
   * relevance ends there. Where it is left out, relevance does not pass it.
   */
  readonly passes?: 'values' | 'sums' | 'first' | 'nothing';
}

/** Operations by their names in ONNX. */
export type Operations = Readonly<Record<string, Operation>>;
