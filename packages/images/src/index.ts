export {
  imagesOf,
  isPictureShape,
  mapImages,
  type DrawnPicture,
  type ImageParts,
  type Images,
  type MissingImage,
  type Preparation,
} from './images.js';
export { classNamesIn } from './class-names-in.js';
export { classOf } from './class-of.js';
export { concatImages } from './concat-images.js';
export { labelledImages } from './labelled-images.js';
export { mapsOnPictures, type MapOnPicture, type PictureWithMaps } from './maps-on-pictures.js';
export { mapOnPicture, type PictureMap } from './map-on-picture.js';
export { fitPicture, type FitPictureOptions } from './fitting/fit-picture.js';
export { pictureFrom, type PictureSource } from './picture-from.js';
export { inputTensor, type InputTensorOptions, pictureTensor, type PictureTensorOptions } from './picture-tensor.js';
export { takingPictures, type ClassifierOfPictures, type TakingPicturesOptions } from './taking-pictures.js';
export {
  imageNames,
  missingRecords,
  preparedRecord,
  withMissing,
  type MissingRecord,
  type PreparedRecord,
} from './image-records.js';
export { imageEntries } from './image-entries.js';
export { labelsEntry } from './labels-entry.js';
export {
  mapBatches,
  type BatchResult,
  type BatchStep,
  type BatchWork,
  type MapBatchesOptions,
  type MappedImages,
} from './map-batches.js';
export {
  answersByRange,
  pictureClassifier,
  pictureClassifierOptions,
  type PictureClassifier,
  type PictureClassifierOptions,
  type RangeAnswer,
} from './picture-classifier.js';
export {
  convertInputs,
  preprocessing,
  preprocessingOptions,
  type Preprocessing,
  type PreprocessingOptions,
} from './preprocessing.js';
