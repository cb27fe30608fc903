import type * as tf from '@tensorflow/tfjs-core';
import type { Attribution, AttributionOptions } from './attribution.js';
import type { Composite } from './composite.js';
import type { LedgerRow } from './ledger.js';
import type { BatchOptions } from './per-batch.js';
import type { BiasPolicy, EmptyBranchPolicy, LrpRule } from './rules/rule.js';

/** How relevance is propagated. */
export interface LrpOptions extends AttributionOptions, BatchOptions {
  /** One rule for all layers, or a list that says which layers have which. Default `alphaBeta({ alpha: 2, beta: 1 })`. */
  readonly rules?: LrpRule | Composite;
  /** Whether biases take a share of relevance. Default `'drop'`: they do not. */
  readonly bias?: BiasPolicy;
  /** What becomes of relevance with nowhere to go. Default `'conserve'`. */
  readonly emptyBranch?: EmptyBranchPolicy;
  /** Whether to throw where a layer's row does not balance to 1e-5 of its Σ|R|. Default false. */
  readonly strict?: boolean;
  /** Images in one pass, a matter of memory and speed alone. Default: as many as hold a million values in all layers, 128 at most. */
  readonly batchSize?: number;
  /** Names of layers, as the ledger has them, whose relevance to return as well. Default none. */
  readonly keep?: readonly string[];
}

/** An explanation by layer-wise relevance propagation, with the account of where relevance went on its way. */
export interface LrpAttribution extends Attribution {
  /** For each image one row per layer, from the output to the input. */
  readonly ledger: readonly (readonly LedgerRow[])[];
  /** For each image the largest |in - out| / Σ|R_in| of its rows; nothing is subtracted for what biases and stabilisers took. */
  readonly conservationError: readonly number[];
  /** The relevance of the output of each layer in the option `keep`, `[n, ...]`; the tensors belong to the caller. */
  readonly layers: ReadonlyMap<string, tf.Tensor>;
}
