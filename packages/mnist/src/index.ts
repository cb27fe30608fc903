export { batches, type Batch, type BatchOptions } from './batches.js';
export { imageSet, type ImageSet, type ImageSetOptions } from './image-set.js';
export { ofClass, splitDataset, subset, type SplitDataset, type SplitOptions, type Subset } from './subset.js';
export {
  parseReference,
  resolveReference,
  type Mnist,
  type MnistParts,
  type MnistSplit,
  type Reference,
} from './references.js';
export { readIdxImages, readIdxLabels, type IdxImages, type IdxOptions } from './idx/idx.js';
export { drawStrokes, type DrawOptions } from './drawing/draw-strokes.js';
export { drawnDigits, drawnSplit, sampleDigits, type DrawnDigitsOptions } from './drawing/drawn-digits.js';
export { drawnOutliers, outlierKinds, type DrawnOutliersOptions } from './drawing/drawn-outliers.js';
export type { Point, Stroke } from './drawing/stroke.js';
export { storedImages, storedImagesOptions, type StoredImages, type StoredImagesOptions } from './stored-images.js';
export {
  findDigits,
  prepareDigits,
  prepareDigitsOptions,
  type FoundDigits,
  type PreparedDigit,
  type PrepareDigitsOptions,
} from './preparing/prepare-digits.js';
export type { Picture } from './preparing/picture.js';
export type { InkSide } from './preparing/ink.js';
