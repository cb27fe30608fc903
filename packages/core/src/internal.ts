export { areFinite } from './numeric/are-finite.js';
export { argmax, argmaxOfRows } from './numeric/argmax.js';
export { checkPair, correlation, rankCorrelation } from './numeric/correlation.js';
export { concatFloats } from './numeric/concat-floats.js';
export { fromHalf } from './numeric/half-float.js';
export { inParts } from './numeric/in-parts.js';
export { mean, meanOfKnown } from './numeric/mean.js';
export { median } from './numeric/median.js';
export { range } from './numeric/range.js';
export { sizeOfShape } from './numeric/shapes.js';
export { randomForImage, randomFromState } from './random/random.js';
export {
  checkBatch,
  checkBounds,
  checkClass,
  checkClassifier,
  checkWithinBounds,
  finiteBounds,
  isWithinBounds,
} from './checks/classifiers.js';
export { checkBackend } from './checks/backends.js';
export {
  checkLabelledImages,
  checkedClassifier,
  checkedDecoder,
  checkedDensity,
  checkedImages,
  ownClassifier,
} from './checked-contracts.js';
export { checkReturned } from './checks/returned-tensors.js';
export { splitDriveOptions } from './drive.js';
export { checkLayers } from './classifier/check-against-model.js';
export { seededInputs } from './classifier/seeded-inputs.js';
export { tapeRefusal } from './classifier/tape-refusal.js';
export { completeTopology } from './network/lowering/complete-topology.js';
export { networkClassifier } from './classifier/network-classifier.js';
export { classifierOptions } from './classifier/options.js';
export { gradientInParts, imagesAtOnce } from './classifier/images-at-once.js';
export { checkProbabilities, logistic, predictedLabels, probabilitiesOf } from './scores/probabilities.js';
export { predictionsOf } from './scores/predictions.js';
export { finiteLogits } from './scores/predicted-classes.js';
export type { LayerCall, LoweredModel } from './network/lowering/lower.js';
export type { Float64Form, LayerUse, Operator, Step, StepGraph, TrainingPass } from './network/steps.js';
export { valuesUpTo } from './network/lowering/values-up-to.js';
export { mendInPlace } from './network/layers/mended-layers.js';
export { graphVjp, passBack } from './network/running/backward.js';
export { actInTraining } from './network/layers/layer-operators.js';
export { stepGraphOf } from './network/network.js';
export { outputNetwork } from './network/parts/output-network.js';
export { inputsLast, networkOfPart, outputEnd, outputsOf } from './network/parts/part-of-network.js';
export { networkReturning, scoreCount } from './network/parts/scores-of-values.js';
export { traceGraph } from './network/running/trace-graph.js';
export { maxPoolingFirst } from './network/running/max-pooling-first.js';
export {
  anyOf,
  apartFromRecording,
  constant,
  decided,
  handedOver,
  hostTensor,
  hostValues,
  isRecording,
  kernel,
  kernelIfThere,
  kernelsIfThere,
  loop,
  loopsAreFree,
  partIf,
  recordPlaces,
  repetitions,
  valuesNow,
  withPart,
  type PlaceTools,
  type Recorder,
  type Repeated,
} from '@interp/tape/internal';
export { newFloats } from './numeric/new-floats.js';
export { isRecordable } from './network/running/recorded-walk.js';
export { noteWeights } from './network/maps/weights.js';
export { networkOfSteps } from './network/network-of-steps.js';
export { scoresOfSteps } from './network/running/gradient.js';
export { asFloat, batchesOf, runFused, runSteps, type Values } from './network/running/run.js';
export { activation, leakyRelu } from './network/layers/activations.js';
export { layerDetail } from './network/layers/layer-detail.js';
export { computedWeight } from './network/layers/layer-reading.js';
export { convolution, dense, depthwise, linear, scaling } from './network/layers/linear-operators.js';
export { maxPooling } from './network/layers/max-pooling.js';
export { gather, scatter } from './network/layers/index-map.js';
export { overPlaces } from './network/layers/pooling-layers.js';
export { asImage, asRow, asVector, lookingUp, reshaping } from './network/layers/reshaping-operators.js';
export { concatenated, extremum, sideBySide, summed } from './network/layers/merging-operators.js';
export { averagePoolMap } from './network/maps/average-pool-map.js';
export { changeKernel } from './network/maps/kernel-change.js';
export { convMap } from './network/maps/conv-map.js';
export type { Window } from './network/maps/conv-geometry.js';
export type { LinearMap } from './network/maps/linear-map.js';
export { WeightCache, type Weight } from './network/maps/weights.js';
export type { ForwardValues, Merge, Sides } from './network/steps.js';
