export { fitNovelty, fitNoveltyOptions, type FitNoveltyOptions, type NoveltyStep } from './fit-novelty.js';
export { noveltyRate } from './novelty-detector.js';
export type { Novelty, NoveltyDetector, NoveltyParameters, NoveltyPart, NoveltyScores } from './novelty-detector.js';
export type { Gaussians } from './mahalanobis.js';
export { noveltyFromSafetensors, noveltyToSafetensors } from './novelty-file.js';
