export { digitSegments, digitStates, segmentLetters, segmentsOf, stateOf } from './segments.js';
export { segmentShares, type SegmentGeometry } from './geometry.js';
export { segmentImageOptions, segmentImages, type SegmentImageOptions } from './segment-images.js';
export { classifySegments, type SegmentAnswer } from './classify-segments.js';
export { answersByClass, cellsByClass, digitTable, type DigitRow } from './digit-table.js';
export { thesisColumns, thesisDigitTable } from './thesis.js';
export { shortestFlips, type FlipPath } from './shortest-flips.js';
export { atlas, type Atlas, type AtlasStop, type DigitPaths } from './atlas.js';
export { atlasData, type AtlasData } from './atlas-data.js';
export { stateMap, type StateMap } from './state-map.js';
export {
  robustness,
  robustnessSteps,
  type DigitRobustness,
  type Robustness,
  type RobustnessCell,
  type RobustnessOptions,
} from './robustness.js';
export { belowDensity, refusals, type NoveltyTest, type Refusals } from './refusals.js';
