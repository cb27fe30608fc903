import type { Classifier } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import type { Images } from '@interp/images';
import type { ReadImagesOptions } from '@interp/images/node';

/** What takes images: a classifier, or an RBM. */
export interface ImageConsumer extends Pick<
  ReadImagesOptions,
  'inputShape' | 'classes' | 'takesMissing' | 'labelled' | 'classFolders' | 'limit'
> {
  /** How pictures become its inputs, and what its classes are called. Default: pixels from -1 to 1, and numbers. */
  readonly settings?: ModelSettings;
  /** How its classes are decided: each by itself, or one against the others. */
  readonly probabilities?: Classifier['probabilities'];
  /** Whether its classes are values of an output, or channels or units of a hidden layer, of which no image has a label. */
  readonly isHidden?: boolean;
  /** The tensor in a file of several that images are, where none is named. */
  readonly tensor?: string;
  /** Looks at what was read before anything is done with it. */
  readonly check?: (images: Images, note: (text: string) => void) => Promise<void>;
}
