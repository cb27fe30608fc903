export { prototypes, prototypeSteps, prototypeOptions, type PrototypeOptions } from './activation-maximisation.js';
export {
  expertPrototypes,
  expertPrototypeSteps,
  expertOptions,
  type ExpertOptions,
  type ExpertStepRecord,
} from './expert-prototypes.js';
export {
  decoderPrototypes,
  decoderPrototypeSteps,
  decoderOptions,
  type DecoderOptions,
  type DecoderPrototypes,
} from './decoder-prototypes.js';
export type { DecoderStepRecord } from './decoder/decoder-objective.js';
export {
  backgroundAddition,
  backgroundAdditionSteps,
  backgroundOptions,
  type BackgroundOptions,
} from './background-addition.js';
export type { BackgroundStepRecord } from './background/patch-pass.js';
export type { Patch, PatchOrder } from './background/patches.js';
export type { FormingPrototype, Prototype, Prototypes, PrototypeStep } from './ascent/multistart-ascent.js';
export type { Objective, ObjectiveName, StepRecord } from './ascent/objective-function.js';
export type { Start, StartOptions } from './ascent/starts.js';
export type { AscentOptimizer, AscentStep } from './optimizers/ascent-optimizer.js';
export { adam, adamOptions, type AdamOptions } from './optimizers/adam.js';
export { momentum, momentumOptions, type MomentumOptions } from './optimizers/momentum.js';
export { plain, plainOptions, type PlainOptions } from './optimizers/plain.js';
export { linearDecay } from './optimizers/linear-decay.js';
export {
  latentInterpolation,
  latentInterpolationOptions,
  latentWalk,
  type LatentCode,
  type LatentInterpolation,
  type LatentInterpolationOptions,
} from './latent-interpolation.js';
export {
  prototypeMethodDefaults,
  prototypeMethodOf,
  prototypeMethodOptions,
  type PrototypeMethod,
  type PrototypeMethodOptions,
  type PrototypeTask,
} from './prototype-method-of.js';
export { ascentShape, type AscentShape } from './ascent-shape.js';
export { contrast } from './contrast.js';
export { judgePrototypes, type JudgedPrototypes, type Judgement } from './judge-prototypes.js';
