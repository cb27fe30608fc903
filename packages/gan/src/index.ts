export { generator, type GeneratorOptions, type OutputActivation } from './networks/generator.js';
export { discriminator, type DiscriminatorOptions } from './networks/discriminator.js';
export { convolutionalGenerator, type ConvolutionalGeneratorOptions } from './networks/convolutional-generator.js';
export {
  convolutionalDiscriminator,
  type ConvolutionalDiscriminatorOptions,
} from './networks/convolutional-discriminator.js';
export type { HiddenActivation } from './networks/hidden-activation.js';
export type { GanLoss, MeanLoss } from './losses/loss.js';
export { nonSaturating, type SmoothingOptions } from './losses/non-saturating.js';
export { minimax } from './losses/minimax.js';
export { thesisLoss } from './losses/thesis-loss.js';
export { wganGp } from './losses/wgan-gp.js';
export { hinge } from './losses/hinge.js';
export type { GradientPenalty, MeanPenalty } from './losses/penalty.js';
export { r1 } from './losses/r1.js';
export { gradientPenalty } from './losses/gradient-penalty.js';
export { noPenalty } from './losses/no-penalty.js';
export { trainGan } from './training/train-gan.js';
export { trainGanSteps, ganCheckpointFormat } from './training/train-gan-steps.js';
export type { GanTraining, GanTrainingStep } from './training/gan-training.js';
export type { SnapshotOptions, TrainGanOptions } from './training/train-options.js';
export type { GanEpochRecord, GanMeasures } from './training/epoch-record.js';
export type { GanSnapshots } from './training/snapshots.js';
export type { GanDiagnosis, GanDiagnosisName } from './training/diagnosis.js';
export type { CheckpointInfo } from './training/checkpoint-info.js';
export { decoder, type DecoderOptions, type GeneratorDecoder } from './decoder.js';
export { sampleLatent } from './sample-latent.js';
export { sample, type GanSamples, type SampleOptions } from './sample.js';
export { hiddenFeatures, type FeatureFunction } from './evaluation/features.js';
export { momentSums, type FeatureMoments, type MomentSums } from './evaluation/moments.js';
export { frechetDistance } from './evaluation/frechet-distance.js';
export { evaluateGan } from './evaluation/evaluate-gan.js';
export { evaluateGanSteps } from './evaluation/evaluate-gan-steps.js';
export type { EvaluateGanOptions, EvaluateGanStep, RealImages } from './evaluation/evaluate-options.js';
export type { GanEvaluation, NeighbourDistances } from './evaluation/gan-evaluation.js';
