import { optionsTable } from '@interp/checks';
import type { Composite } from './composite.js';
import { any, convolutions, denseLayers, first, type Match, ofKind } from './match.js';
import { alphaBeta, zPlus } from './rules/alpha-beta.js';
import { epsilon, epsilonOptions, type EpsilonOptions } from './rules/epsilon.js';
import { flat } from './rules/flat.js';
import { gamma, gammaOptions, type GammaOptions } from './rules/gamma.js';
import { convention, proportional } from './rules/on-weighted-sums.js';
import { signalTakesAll } from './rules/products.js';
import { softmaxTaylor } from './rules/softmax.js';
import { zBox, zBoxOptions, type ZBoxOptions } from './rules/z-box.js';

/** The rule for average pooling, sums and normalisation. */
const others: Composite = [[any, convention()]];

/**
 * z⁺ on convolutions, ε on dense layers. Lapuschkin et al. 2017.
 *
 * @param options - ε
 * @returns the composite
 * @throws InterpError `bad-option`
 */
export const epsilonPlus = (options: EpsilonOptions = {}): Composite => [
  [convolutions, zPlus()],
  [denseLayers, epsilon(options)],
  ...others,
];

/**
 * α2β1 on convolutions, ε on dense layers. Lapuschkin et al. 2017.
 *
 * @param options - ε
 * @returns the composite
 * @throws InterpError `bad-option`
 */
export const epsilonAlpha2Beta1 = (options: EpsilonOptions = {}): Composite => [
  [convolutions, alphaBeta({ alpha: 2, beta: 1 })],
  [denseLayers, epsilon(options)],
  ...others,
];

/**
 * {@link epsilonPlus} with the flat rule on the first layer, which smooths its map to the size of the filters.
 *
 * @param options - ε
 * @returns the composite
 * @throws InterpError `bad-option`
 */
export const epsilonPlusFlat = (options: EpsilonOptions = {}): Composite => [[first, flat()], ...epsilonPlus(options)];

/**
 * {@link epsilonAlpha2Beta1} with the flat rule on the first layer.
 *
 * @param options - ε
 * @returns the composite
 * @throws InterpError `bad-option`
 */
export const epsilonAlpha2Beta1Flat = (options: EpsilonOptions = {}): Composite => [
  [first, flat()],
  ...epsilonAlpha2Beta1(options),
];

/** The options of the three rules of {@link epsilonGammaBox}. */
export type EpsilonGammaBoxOptions = ZBoxOptions & GammaOptions & EpsilonOptions;

/** Checks and defaults of {@link EpsilonGammaBoxOptions}. */
export const epsilonGammaBoxOptions = optionsTable<EpsilonGammaBoxOptions>()({
  ...zBoxOptions.rules,
  ...gammaOptions.rules,
  ...epsilonOptions.rules,
});

/**
 * zᴮ on the first layer, γ on convolutions, ε on dense layers. Montavon et al. 2019, Anders et al. 2021.
 *
 * @param options - the box (default the classifier's bounds), γ (default 0.25) and ε (default 1e-6)
 * @returns the composite
 * @throws InterpError `bad-option`
 */
export const epsilonGammaBox = (options: EpsilonGammaBoxOptions = {}): Composite => {
  const { low, high, gamma: favour, stabiliser, epsilon: inDenseLayers } = epsilonGammaBoxOptions.withDefaults(options);
  return [
    [first, zBox({ low, high })],
    [convolutions, gamma({ gamma: favour, stabiliser })],
    [denseLayers, epsilon({ epsilon: inDenseLayers })],
    ...others,
  ];
};

const softmaxes: Match = ({ kind, activation }) => kind === 'activation' && activation === 'softmax';

/** Sums of values, also with constants, and products with constants; not the shift of a normalisation, which LXT has with its linear maps. */
const additions: Match = ({ kind, isScale, type, kernel }) =>
  kind === 'merging' || (isScale && !(type.includes('Normalization') && kernel?.size === 1));

/** ε as LXT, the program of the authors of AttnLRP, has it: a hundredth at additions, and added without the sign of the sum. */
const epsilonOfLxt = (options: EpsilonOptions): Composite => {
  const { epsilon: inDenseLayers } = epsilonOptions.withDefaults(options);
  return [
    [additions, proportional({ epsilon: inDenseLayers / 100, isUnsigned: true }, 'keep')],
    [any, proportional({ epsilon: inDenseLayers, isUnsigned: true }, 'keep')],
  ];
};

/**
 * For transformers: ε everywhere, half of the relevance of a product to each factor, the Taylor decomposition of softmaxes, and normalisation as a linear
 * map. ε is as in the authors' program LXT: it is added to sums as it is, whatever their sign, and at additions it is a hundredth. Of a sum near -ε single
 * precision does not know what is left after that: maps of a random ViT-B/16 are known to 4e-3 of their maximum, those of ε = 0 to 2e-6. Achtibat et al.
 * 2024 (AttnLRP).
 *
 * @param options - ε
 * @returns the composite
 * @throws InterpError `bad-option`
 */
export const attnLrp = (options: EpsilonOptions = {}): Composite => [
  [softmaxes, softmaxTaylor()],
  ...epsilonOfLxt(options),
];

/**
 * For transformers: ε everywhere, as in {@link attnLrp}, with the weights of attention and all other gates taken for constants, as the deviations of
 * normalisation are: relevance goes through the values alone. Ali et al. 2022 (CP-LRP).
 *
 * @param options - ε
 * @returns the composite
 * @throws InterpError `bad-option`
 */
export const cpLrp = (options: EpsilonOptions = {}): Composite => [
  [ofKind('product'), signalTakesAll()],
  ...epsilonOfLxt(options),
];
