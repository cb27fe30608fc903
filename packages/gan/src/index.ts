export { generator, type GeneratorOptions, type OutputActivation } from './generator.js';
export { discriminator, type DiscriminatorOptions } from './discriminator.js';
export { convolutionalGenerator, type ConvolutionalGeneratorOptions } from './convolutional-generator.js';
export { convolutionalDiscriminator, type ConvolutionalDiscriminatorOptions } from './convolutional-discriminator.js';
export type { HiddenActivation } from './hidden-activation.js';
export type { GanLoss, MeanLoss } from './loss.js';
export { nonSaturating, type SmoothingOptions } from './non-saturating.js';
export { minimax } from './minimax.js';
export { thesisLoss } from './thesis-loss.js';
export { wganGp } from './wgan-gp.js';
export { hinge } from './hinge.js';
export type { GradientPenalty, MeanPenalty } from './penalty.js';
export { r1 } from './r1.js';
export { gradientPenalty } from './gradient-penalty.js';
export { noPenalty } from './no-penalty.js';
export { trainGan } from './train-gan.js';
export { trainGanSteps, ganCheckpointFormat, type GanTraining, type GanTrainingStep } from './train-gan-steps.js';
export type { SnapshotOptions, TrainGanOptions } from './train-options.js';
export type { GanEpochRecord, GanMeasures } from './epoch-record.js';
export type { GanSnapshots } from './snapshots.js';
export type { GanTrouble, GanTroubleName } from './trouble.js';
export type { CheckpointInfo } from './checkpoint-info.js';
export { decoder, type DecoderOptions, type GeneratorDecoder } from './decoder.js';
export { sampleLatent } from './sample-latent.js';
export { sample, type GanSamples, type SampleOptions } from './sample.js';
export { latentWalk } from './latent-walk.js';
export { hiddenFeatures, type FeatureFunction } from './evaluation/features.js';
export { momentSums, type FeatureMoments, type MomentSums } from './evaluation/moments.js';
export { frechetDistance } from './evaluation/frechet-distance.js';
export { evaluateGan } from './evaluation/evaluate-gan.js';
export {
  evaluateGanSteps,
  type EvaluateGanOptions,
  type EvaluateGanStep,
  type RealImages,
} from './evaluation/evaluate-gan-steps.js';
export type { GanEvaluation, NeighbourDistances } from './evaluation/gan-evaluation.js';
