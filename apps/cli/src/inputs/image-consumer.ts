import type { ReadImagesOptions } from '@interp/images/node';
import type { OpenedClassifier } from '@interp/open';

/** What takes images: a classifier, or an RBM, whose pixels are from -1 to 1. */
export type ImageConsumer = Pick<
  ReadImagesOptions,
  'inputShape' | 'takesMissing' | 'labelled' | 'classFolders' | 'limit'
> &
  Partial<Pick<OpenedClassifier, 'imageOptions' | 'isHidden' | 'others' | 'rangeDoubt'>>;
