import { boolean, checkedBy, choice, InterpError, list, optionsTable } from '@interp/checks';
import { type Classifier, trace, type Network } from '@interp/core';
import { checkedClassifier, imagesAtOnce } from '@interp/core/internal';
import { relevanceStart } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { attribution, imageSums, ratioWarnings, type Attribution, type AttributionOptions } from './attribution.js';
import { checkComposite, checkNames, uniform, type Composite } from './composite.js';
import { checkBalance, conservationErrorOf, newAccounts, rowsOf, type LedgerRow } from './ledger.js';
import { batchOptions, perBatch, scoreOptionsOf, type BatchOptions } from './per-batch.js';
import { propagateBack, type Propagation } from './propagation.js';
import { repeatedly, type Propagated } from './recorded-propagation.js';
import { alphaBeta } from './rules/alpha-beta.js';
import type { BiasPolicy, EmptyBranchPolicy, LrpRule } from './rules/rule.js';

/** Options of {@link lrp}. */
export interface LrpOptions extends AttributionOptions, BatchOptions {
  /** One rule for all layers, or a composite that gives each layer its rule. Default `alphaBeta({ alpha: 2, beta: 1 })`. */
  readonly rules?: LrpRule | Composite;
  /** Whether biases get a share of relevance. Default: with the ε rule, also in composites, they do, and with all others they do not. */
  readonly bias?: BiasPolicy;
  /** How to treat the relevance of empty branches. Default `'conserve'`. */
  readonly emptyBranch?: EmptyBranchPolicy;
  /** Whether to throw if a layer's row does not balance to 1e-5 of its Σ|R|. Default false. */
  readonly strict?: boolean;
  /** Images in one pass, which affects memory and speed only. Default: as many as hold a million values in all layers, 128 at most. */
  readonly batchSize?: number;
  /** Layers, by their names in the ledger, whose relevance to return as well. Default none. */
  readonly keep?: readonly string[];
}

/** Checks and defaults of {@link LrpOptions}; the default of `rules` is created for each call. */
export const lrpOptions = optionsTable<LrpOptions>()({
  ...batchOptions.rules,
  rules: checkedBy<LrpRule | Composite>((_, rules) => {
    if (typeof rules !== 'function') checkComposite(rules as Composite);
  }),
  bias: choice(['drop', 'keep']),
  emptyBranch: choice(['conserve', 'paper'], { default: 'conserve' }),
  strict: boolean({ default: false }),
  keep: checkedBy<readonly string[]>(
    (name, keep) => {
      list().check(name, keep);
      if (!Array.from<unknown>(keep as readonly unknown[]).every((one) => typeof one === 'string'))
        throw new InterpError(
          'bad-option',
          'keep holds something other than names of layers; expected those of the model',
        );
    },
    { default: [] },
  ),
});

/** An explanation by layer-wise relevance propagation, with its ledger. */
export interface LrpAttribution extends Attribution {
  /** For each image one row per layer, from the output to the input. */
  readonly ledger: readonly (readonly LedgerRow[])[];
  /** For each image, the largest |in - out| / Σ|R_in| of its rows, including what biases and stabilisers absorbed. */
  readonly conservationError: readonly number[];
  /** The relevance of the output of each layer in the option `keep`, `[n, ...]`; the tensors belong to the caller. */
  readonly layers: ReadonlyMap<string, tf.Tensor>;
}

const remedy =
  'relevance that cancels hides the rest; take the rule alpha-beta, the composite epsilon-plus with epsilon 0.1, or a larger epsilon';

/** Default limit on the values of all layers in one pass. */
const VALUES_AT_ONCE = 2 ** 20;

const concatRecords = (parts: readonly Record<string, tf.Tensor>[], keep: readonly string[]): Map<string, tf.Tensor> =>
  new Map(keep.map((name) => [name, tf.concat(parts.map((kept) => kept[name]))]));

/**
 * Propagates the relevance of one batch.
 *
 * @param network - what is explained
 * @param x - the batch; borrowed
 * @param how - how
 * @param kept - filled with the relevance of the output of each layer in `keep`, by name, `[n, ...]`; the tensors belong to the caller
 * @returns the result
 * @throws InterpError `not-finite`, naming the layer
 */
const propagate = (network: Network, x: tf.Tensor, how: Propagation, kept: Record<string, tf.Tensor>): Propagated => {
  const accounts = newAccounts(x.shape[0]);
  const [relevance, logits] = tf.tidy(() => {
    const run = trace(network, x);
    checkNames(how.composite, run.layers);
    const start = relevanceStart(how.score)(run.output as tf.Tensor2D);
    const told = {
      sumsOf: imageSums,
      told: accounts.settle,
      kept: (layer: string, arrived: tf.Tensor) => void (kept[layer] = tf.keep(tf.clone(arrived))),
    };
    return [propagateBack(run, start, how, accounts, told), tf.clone(run.output)];
  });
  return { relevance, logits: logits as tf.Tensor2D, accounts: accounts.all() };
};

/**
 * Layer-wise relevance propagation: distributes the explained score backwards, layer by layer, down to the pixels, so that every
 * layer's relevance sums to it, the thesis' equation (2.6). The ledger accounts for it layer by layer. Bach et al. 2015; thesis, section 2.3.2.
 *
 * @param classifier - a classifier of a `tf.LayersModel`; its model is not changed
 * @param x - the images, `[n, ...inputShape]`; borrowed
 * @param options - what is explained, and by which rules
 * @returns the relevance of each pixel, `[n, ...inputShape]` in units of the score, positive for evidence for the class; ledger and
 *   conservation error of each image
 * @throws InterpError `unsupported-model` for a classifier of anything but a `tf.LayersModel`; `unsupported-layer`, naming the layer,
 *   its type and the supported ones; `bad-shape`, `bad-value` for a bad batch; `bad-class`; `bad-option`; with `strict`,
 *   `not-conserved` naming the layer; `not-finite` where a NaN or an infinity arises, naming the layer
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { classifier } from '@interp/core';
 * import { lrp } from '@interp/lrp';
 *
 * const model = sequential({ layers: [layers.dense({ inputShape: [4], units: 3, activation: 'softmax' })] });
 * const { relevance, scores, totals } = lrp(classifier(model), tf.ones([2, 4]));
 * console.log(relevance.shape, Math.abs(scores[0] - totals[0]) < 1e-5); // [ 2, 4 ] true
 * ```
 */
export const lrp = (classifier: Classifier, x: tf.Tensor, options: LrpOptions = {}): LrpAttribution => {
  const given = lrpOptions.withDefaults(options);
  const { rules = alphaBeta(), bias: biasPolicy, emptyBranch, strict, keep } = given;
  const net = checkedClassifier(classifier);
  const { network, bounds } = net;
  if (!network) {
    throw new InterpError(
      'unsupported-model',
      'the classifier is not made of a tf.LayersModel; expected one, because relevance passes back through its layers; use gradients or occlusion',
    );
  }
  const composite = typeof rules === 'function' ? uniform(rules) : rules;
  const { batchSize = Math.min(128, imagesAtOnce(net, VALUES_AT_ONCE)) } = given;
  const ledger: LedgerRow[][] = [];
  const conservationError: number[] = [];
  const kept: Record<string, tf.Tensor>[] = [];
  try {
    const whole = perBatch(net, x, { ...given, batchSize }, (images, part) => {
      const score = scoreOptionsOf(part);
      const layers: Record<string, tf.Tensor> = {};
      kept.push(layers);
      const how = { score, composite, biasPolicy, emptyBranch, bounds, keep };
      const found = repeatedly(network, images, how, () => propagate(network, images, how, layers));
      const rows = found.accounts;
      try {
        const unknown = keep.find((name) => !rows.some(({ layer }) => layer === name));
        if (unknown !== undefined) {
          const names = rows.map(({ layer }) => layer).join(', ');
          throw new InterpError('bad-option', `keep names the layer "${unknown}"; expected some of ${names}`);
        }
        if (strict) checkBalance(rows, ledger.length);
        for (let image = 0; image < images.shape[0]; image++) {
          ledger.push(rowsOf(rows, image));
          conservationError.push(conservationErrorOf(rows, image));
        }
        return attribution(found.relevance, found.logits, score);
      } catch (error) {
        found.relevance.dispose();
        throw error;
      } finally {
        found.logits.dispose();
      }
    });
    const warnings = ratioWarnings(whole.ratio, remedy);
    return { ...whole, warnings, ledger, conservationError, layers: concatRecords(kept, keep) };
  } finally {
    tf.dispose(kept);
  }
};
