import type { LrpRule } from './rule.js';
import { proportional } from './proportional.js';
import { rearranged } from './rearranged.js';

const conventional: LrpRule = (layer, input, relevance) => {
  switch (layer.kind) {
    case 'activation':
      return relevance;
    case 'pooling':
    case 'reshaping':
      return rearranged(layer, relevance);
    case 'merging':
      return layer.kernel ? proportional(layer, input, relevance, 0) : relevance;
    case 'linear':
      return proportional(layer, input, relevance, 0);
  }
};

/**
 * A rule for weighted sums made one for all layers. The others go by convention: activations pass relevance on unchanged; max-pooling
 * gives it to the first maximum of the window; copies give it to what they copied; additions, averages and normalisation share it in
 * proportion to what each input contributed.
 *
 * @param rule - for dense layers, convolutions and average pooling
 * @returns a rule for all layers
 */
export const onWeightedSums =
  (rule: LrpRule): LrpRule =>
  (layer, input, relevance) =>
    (layer.kind === 'linear' && !layer.isScale ? rule : conventional)(layer, input, relevance);
