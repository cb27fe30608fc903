import { number, optionsTable } from '@interp/checks';
import { noRule, shareByDerivative, shareHalf } from './divide.js';
import type { LrpRule } from './rule.js';

/** Options of {@link halfHalf} and {@link signalTakesAll}. */
export interface ProductOptions {
  /** Added to the product with its sign, in units of the layer's output, 0 or more. Default 0. */
  readonly epsilon?: number;
}

/** Checks and defaults of {@link ProductOptions}. */
export const productOptions = optionsTable<ProductOptions>()({ epsilon: number({ min: 0, default: 0 }) });

/**
 * Takes all relevance of a product to the signal, and none to what only gates it: the factor that ends in a sigmoid or a softmax, as in gated
 * units, squeeze-and-excitation and attention, where the weights of attention count as constants. The numerator of a quotient is its signal, and
 * layer normalisation counts as a linear map with a constant deviation. Arras et al. 2017 (gates); Ali et al. 2022 (attention, normalisation). A product
 * of which neither factor is a gate, or both are, is shared by {@link halfHalf}.
 *
 * @param options - the stabiliser
 * @returns a rule for layers of kind `product` and `function`
 * @throws InterpError `bad-option` for a negative ε; when used, `unsupported-layer` for a function without a signal
 */
export const signalTakesAll = (options: ProductOptions = {}): LrpRule => {
  const { epsilon } = productOptions.withDefaults(options);
  return (layer, input, relevance) => {
    if (layer.signal) return shareByDerivative(layer, input, relevance, { epsilon }, layer.signal);
    if (layer.kind === 'product') return halfHalf(options)(layer, input, relevance);
    throw noRule(layer);
  };
};

/**
 * Shares the relevance of a product equally between its factors: R_a = R_b = R / 2 for each term, also of matrix products,
 * R_a,ji = ½ Σ_k a_ji b_ik R_jk / Σ_i a_ji b_ik. Achtibat et al. 2024 (AttnLRP), equation 13.
 *
 * @param options - the stabiliser
 * @returns a rule for layers of kind `product`
 * @throws InterpError `bad-option` for a negative ε
 */
export const halfHalf = (options: ProductOptions = {}): LrpRule => {
  const { epsilon } = productOptions.withDefaults(options);
  return (layer, input, relevance) => {
    if (layer.kind !== 'product') throw noRule(layer);
    return shareHalf(layer, input, relevance, { epsilon });
  };
};
