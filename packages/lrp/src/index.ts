export { attribution, type Attribution, type AttributionOptions } from './attribution.js';
export { imageTotals } from './image-totals.js';
export type { BatchOptions } from './per-batch.js';
export { gradient, type GradientOptions } from './gradients/gradient.js';
export { gradientTimesInput } from './gradients/gradient-times-input.js';
export { sensitivity } from './gradients/sensitivity.js';
export {
  integratedGradients,
  type IntegratedGradients,
  type IntegratedGradientsOptions,
} from './gradients/integrated-gradients.js';
export type { Baseline } from './gradients/baseline.js';
export { smoothGrad, type SmoothGradOptions } from './gradients/smooth-grad.js';
export { occlusion, type OcclusionOptions } from './perturbation/occlusion.js';
export { gradCam, type GradCamOptions } from './gradients/grad-cam.js';
export { pixelFlipping, type PixelFlippingOptions } from './perturbation/pixel-flipping.js';
export {
  regionPerturbation,
  type PerturbationCurves,
  type RegionPerturbationOptions,
} from './perturbation/region-perturbation.js';
export type { PerturbationOrder } from './perturbation/perturbation-order.js';
export { aopc } from './faithfulness/aopc.js';
export { sensitivityN, type SensitivityN, type SensitivityNOptions } from './faithfulness/sensitivity-n.js';
export {
  parameterRandomisation,
  type Explain,
  type ParameterRandomisation,
  type ParameterRandomisationOptions,
} from './faithfulness/parameter-randomisation.js';
export { sparseness } from './faithfulness/sparseness.js';
export {
  compareExplanations,
  type ComparedExplanation,
  type ComparisonOptions,
  type ExplanationMeasures,
} from './faithfulness/compare-explanations.js';
export { complexity } from './faithfulness/complexity.js';
export { lrp } from './lrp.js';
export type { LrpAttribution, LrpOptions } from './lrp-options.js';
export type { BiasPolicy, EmptyBranchPolicy, Losses, LrpLayer, LrpRule } from './rules/rule.js';
export type { LedgerRow } from './ledger.js';
export { uniform, type Composite } from './composite.js';
export { any, convolutions, denseLayers, first, last, named, ofKind, ofType, type Match } from './match.js';
export {
  epsilonAlpha2Beta1,
  epsilonAlpha2Beta1Flat,
  epsilonGammaBox,
  epsilonPlus,
  epsilonPlusFlat,
} from './composites.js';
export { onWeightedSums } from './rules/convention.js';
export { alphaBeta, type AlphaBetaOptions } from './rules/alpha-beta.js';
export { deconvnet } from './rules/deconvnet.js';
export { epsilon, type EpsilonOptions } from './rules/epsilon.js';
export { flat } from './rules/flat.js';
export { gamma, type GammaOptions } from './rules/gamma.js';
export { gradientRule } from './rules/gradient-rule.js';
export { guidedBackprop } from './rules/guided-backprop.js';
export { lrp0 } from './rules/lrp0.js';
export { pass } from './rules/pass.js';
export { wSquare } from './rules/w-square.js';
export { zBox, type ZBoxOptions } from './rules/z-box.js';
export { zPlus } from './rules/z-plus.js';
