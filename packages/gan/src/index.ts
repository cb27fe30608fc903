export { generator, generatorOptions, type GeneratorOptions, type OutputActivation } from './networks/generator.js';
export { discriminator, discriminatorOptions, type DiscriminatorOptions } from './networks/discriminator.js';
export {
  convolutionalGenerator,
  convolutionalGeneratorOptions,
  type ConvolutionalGeneratorOptions,
} from './networks/convolutional-generator.js';
export {
  convolutionalDiscriminator,
  convolutionalDiscriminatorOptions,
  type ConvolutionalDiscriminatorOptions,
} from './networks/convolutional-discriminator.js';
export type { HiddenActivation } from './networks/layers.js';
export type { GanLoss, MeanLoss } from './losses/loss.js';
export {
  minimax,
  nonSaturating,
  smoothingOptions,
  thesisLoss,
  type SmoothingOptions,
} from './losses/cross-entropy-losses.js';
export { wganGp } from './losses/wgan-gp.js';
export { hinge } from './losses/hinge.js';
export {
  gradientPenalty,
  gradientPenaltyOptions,
  noPenalty,
  r1,
  r1Options,
  type GradientPenalty,
  type GradientPenaltyOptions,
  type MeanPenalty,
  type R1Options,
} from './losses/penalties.js';
export {
  ganCheckpointFormat,
  trainGan,
  trainGanOptions,
  trainGanSteps,
  type GanTraining,
  type GanTrainingStep,
  type TrainGanOptions,
} from './training/train-gan.js';
export type { CheckpointInfo, GanEpochRecord, GanMeasures } from './training/measures.js';
export {
  ganRecipeOf,
  ganRecipeOptions,
  type GanRecipe,
  type GanLossName,
  type GanRecipeOptions,
} from './gan-recipe-of.js';
export { epochText } from './training/epoch-text.js';
export { ganToSafetensors, type GanNetworks } from './gan-safetensors.js';
export type { GanDiagnosis, GanDiagnosisName } from './training/diagnosis.js';
export {
  decodeSnapshots,
  encodeSnapshots,
  type GanSnapshots,
  type SnapshotOptions,
  type SnapshotSeries,
} from './training/snapshots.js';
export { constantRate, linearRate, type LinearRateOptions, type Schedule } from '@interp/training';
export { decoder, decoderOptions, type DecoderOptions, type GeneratorDecoder } from './decoder.js';
export { sample, sampleLatent, sampleOptions, type GanSamples, type SampleOptions } from './sample.js';
export { hiddenFeatures, type FeatureFunction } from './evaluation/features.js';
export { momentSums, type FeatureMoments, type MomentSums } from './evaluation/moments.js';
export { frechetDistance } from './evaluation/frechet-distance.js';
export {
  evaluateGan,
  evaluateGanOptions,
  evaluateGanSteps,
  type EvaluateGanOptions,
  type EvaluateGanStep,
  type GanEvaluation,
  type RealImages,
} from './evaluation/evaluate-gan.js';
export type { NeighbourDistances } from './evaluation/nearest-distances.js';
