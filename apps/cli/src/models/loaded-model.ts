import type { Classifier } from '@interp/core';
import type { ModelSettings } from '@interp/files/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ImageConsumer } from '../inputs/images.js';

/** A classifier with what is known of its inputs and classes. */
export interface LoadedModel extends Classifier, Pick<ImageConsumer, 'preprocessing' | 'check'> {
  /** The model behind it. */
  readonly model: LayersModel;
  /** What is known of it: nothing of those that ship. */
  readonly settings: ModelSettings;
}
