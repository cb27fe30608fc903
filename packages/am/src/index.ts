export { prototypes } from './prototypes.js';
export { prototypeSteps } from './prototype-steps.js';
export type { PrototypeOptions } from './prototype-options.js';
export type { Prototype, Prototypes, PrototypeStep } from './prototype.js';
export { expertPrototypes } from './expert-prototypes.js';
export { expertPrototypeSteps } from './expert-prototype-steps.js';
export type { ExpertOptions } from './expert-options.js';
export type { ExpertStepRecord } from './expert-landscape.js';
export { decoderPrototypes } from './decoder-prototypes.js';
export { decoderPrototypeSteps, type DecoderPrototypes } from './decoder-prototype-steps.js';
export type { DecoderOptions } from './decoder-options.js';
export type { DecoderStepRecord } from './decoder-moment.js';
export {
  latentInterpolation,
  type LatentCode,
  type LatentInterpolation,
  type LatentInterpolationOptions,
} from './latent-interpolation.js';
export { backgroundAddition } from './background-addition.js';
export { backgroundAdditionSteps } from './background-addition-steps.js';
export type { BackgroundOptions } from './background-options.js';
export type { BackgroundStepRecord } from './background-moment.js';
export type { Patch, PatchOrder } from './patches.js';
export type { StepRecord } from './route.js';
export type { Start } from './start-images.js';
export type { Objective, ObjectiveName } from './objective.js';
export type { Ascent, AscentStep } from './ascent.js';
export { plain, type PlainOptions } from './plain.js';
export { momentum, type MomentumOptions } from './momentum.js';
export { adam, type AdamOptions } from './adam.js';
export { linearDecay } from './linear-decay.js';
export { contrast } from './contrast.js';
