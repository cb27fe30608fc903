import type { ReadImagesOptions } from '@interp/images/node';
import type { OpenedClassifier } from '@interp/open';

/** What takes images: a classifier, or an RBM, whose pixels are from -1 to 1. */
export type ImageConsumer = Pick<
  ReadImagesOptions,
  'inputShape' | 'takesMissing' | 'labelled' | 'classFolders' | 'limit'
> &
  Partial<Pick<OpenedClassifier, 'imageOptions' | 'isHidden' | 'others' | 'rangeDoubt'>>;

/** A classifier as what takes images whose labels do not matter, such as the one that an ascent begins with. */
export const takingUnlabelled = ({ inputShape, imageOptions, rangeDoubt }: OpenedClassifier): ImageConsumer => ({
  inputShape,
  imageOptions: { ...imageOptions, classes: undefined, multiLabel: false },
  rangeDoubt,
});
