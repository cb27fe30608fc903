import { type Classifier, InterpError } from '@interp/core';
import {
  checkBoolean,
  checkChoice,
  checkClassifier,
  checkedOptions,
  checkList,
  imagesAtOnce,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { attribution } from './attribution.js';
import { checkComposite, uniform } from './composite.js';
import { checkBalance, conservationErrorOf, rowsOf, type LayerAccount, type LedgerRow } from './ledger.js';
import type { LrpAttribution, LrpOptions } from './lrp-options.js';
import { perBatch } from './per-batch.js';
import { propagate } from './propagate.js';
import { alphaBeta } from './rules/alpha-beta.js';

/** Values of layers that one pass may hold by default. */
const VALUES_AT_ONCE = 2 ** 20;

const joined = (parts: readonly Record<string, tf.Tensor>[], keep: readonly string[]): Map<string, tf.Tensor> =>
  new Map(keep.map((name) => [name, tf.concat(parts.map((kept) => kept[name]))]));

/**
 * Layer-wise relevance propagation: hands the explained score back from layer to layer, so that every layer's relevance adds up to it,
 * down to the pixels. The ledger says layer by layer where relevance went. Bach et al. 2015; Ramírez Bañales 2019, section 2.3.2.
 *
 * @param classifier - a classifier of a `tf.LayersModel`; its model is not changed
 * @param x - the images, `[n, ...inputShape]`; borrowed
 * @param options - what is explained, and by which rules
 * @returns the relevance of each pixel, `[n, ...inputShape]` in units of the score, positive where it speaks for the class; ledger and
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
  const {
    rules = alphaBeta(),
    bias: biasPolicy = 'drop',
    emptyBranch = 'conserve',
    strict = false,
    keep = [],
  } = checkedOptions(options);
  checkClassifier(classifier);
  const { network, bounds } = classifier;
  if (!network) {
    throw new InterpError(
      'unsupported-model',
      'the classifier is not made of a tf.LayersModel; expected one, because its layers are walked through; use gradients or occlusion',
    );
  }
  checkList('keep', keep);
  if (!Array.from<unknown>(keep).every((name) => typeof name === 'string'))
    throw new InterpError('bad-option', 'keep holds something else than names of layers; expected those of the model');
  checkBoolean('strict', strict);
  checkChoice('bias', biasPolicy, ['drop', 'keep']);
  checkChoice('emptyBranch', emptyBranch, ['conserve', 'paper']);
  const composite = typeof rules === 'function' ? uniform(rules) : rules;
  checkComposite(composite);
  const batchSize = Math.min(128, imagesAtOnce(classifier, VALUES_AT_ONCE));
  const ledger: LedgerRow[][] = [];
  const conservationError: number[] = [];
  const kept: Record<string, tf.Tensor>[] = [];
  try {
    const whole = perBatch(classifier, x, { batchSize, ...options }, (images, some) => {
      const accounts = new Map<string, LayerAccount>();
      const layers: Record<string, tf.Tensor> = {};
      kept.push(layers);
      const how = { ...some, composite, biasPolicy, emptyBranch, bounds, keep };
      const part = propagate(network, images, how, accounts, layers);
      try {
        const unknown = keep.find((name) => !accounts.has(name));
        const rows = [...accounts.values()];
        if (unknown !== undefined) {
          const names = rows.map(({ layer }) => layer).join(', ');
          throw new InterpError('bad-option', `keep names the layer "${unknown}"; expected some of ${names}`);
        }
        if (strict) checkBalance(rows, ledger.length);
        for (let image = 0; image < images.shape[0]; image++) {
          ledger.push(rowsOf(rows, image));
          conservationError.push(conservationErrorOf(rows, image));
        }
        return attribution(part.relevance, part.logits, some);
      } catch (error) {
        part.relevance.dispose();
        throw error;
      } finally {
        part.logits.dispose();
      }
    });
    return { ...whole, ledger, conservationError, layers: joined(kept, keep) };
  } finally {
    tf.dispose(kept);
  }
};
