export { attribution, imageTotals, type Attribution, type AttributionOptions } from './attribution.js';
export type { BatchOptions } from './per-batch.js';
export { gradient, gradientTimesInput, sensitivity, type GradientOptions } from './gradients/gradient.js';
export {
  integratedGradients,
  integratedGradientsOptions,
  type Baseline,
  type IntegratedGradients,
  type IntegratedGradientsOptions,
} from './gradients/integrated-gradients.js';
export { smoothGrad, smoothGradOptions, type SmoothGradOptions } from './gradients/smooth-grad.js';
export { occlusion, occlusionOptions, type OcclusionOptions } from './perturbation/occlusion.js';
export { gradCam, gradCamOptions, type GradCamOptions } from './gradients/grad-cam.js';
export {
  pixelFlipping,
  regionPerturbation,
  type PerturbationCurves,
  type PerturbationOrder,
  type PixelFlippingOptions,
  type RegionPerturbationOptions,
} from './perturbation/region-perturbation.js';
export { aopc } from './perturbation/perturbation-curves.js';
export { sensitivityN, type SensitivityN, type SensitivityNOptions } from './faithfulness/sensitivity-n.js';
export {
  parameterRandomisation,
  type Explain,
  type ParameterRandomisation,
  type ParameterRandomisationOptions,
} from './faithfulness/parameter-randomisation.js';
export { overChannels } from './faithfulness/over-channels.js';
export { sparseness } from './faithfulness/sparseness.js';
export { strokeCoverage, type StrokeCoverage } from './faithfulness/stroke-coverage.js';
export {
  compareExplanations,
  comparisonOptions,
  type ComparedExplanation,
  type ComparisonOptions,
  type ExplanationMeasures,
} from './faithfulness/compare-explanations.js';
export { complexity } from './faithfulness/complexity.js';
export { explainedImages, type ExplainedImage } from './explained-images.js';
export {
  explanationDefaults,
  explanationOf,
  explanationOptions,
  pictureExplanations,
  slowExplanations,
  type Explanation,
  type ExplanationOptions,
} from './explanation-of.js';
export { usualExplanations } from './usual-explanations.js';
export {
  supportedExplanations,
  withoutUnsupported,
  type SupportedExplanations,
  type SupportedMethods,
} from './supported-explanations.js';
export { lrp, lrpOptions, type LrpAttribution, type LrpOptions } from './lrp.js';
export type { BiasPolicy, EmptyBranchPolicy, Losses, LrpLayer, LrpRule } from './rules/rule.js';
export type { LedgerRow } from './ledger.js';
export { uniform, type Composite } from './composite.js';
export { any, convolutions, denseLayers, first, last, named, ofKind, ofType, type Match } from './match.js';
export {
  attnLrp,
  cpLrp,
  epsilonAlpha2Beta1,
  epsilonAlpha2Beta1Flat,
  epsilonGammaBox,
  epsilonGammaBoxOptions,
  epsilonPlus,
  epsilonPlusFlat,
  type EpsilonGammaBoxOptions,
} from './composites.js';
export { onWeightedSums } from './rules/on-weighted-sums.js';
export { alphaBeta, alphaBetaOptions, zPlus, type AlphaBetaOptions } from './rules/alpha-beta.js';
export { epsilon, epsilonOptions, type EpsilonOptions } from './rules/epsilon.js';
export { flat } from './rules/flat.js';
export { gamma, gammaOptions, type GammaOptions } from './rules/gamma.js';
export { gradientRule } from './rules/gradient-rule.js';
export { deconvnet, guidedBackprop } from './rules/guided-backprop.js';
export { lrp0 } from './rules/lrp0.js';
export { pass } from './rules/pass.js';
export { halfHalf, productOptions, signalTakesAll, type ProductOptions } from './rules/products.js';
export { softmaxTaylor } from './rules/softmax.js';
export { wSquare } from './rules/w-square.js';
export { zBox, zBoxOptions, type ZBoxOptions } from './rules/z-box.js';
