import { choice, text } from '../../state/parameters.js';
import { methodParameters } from '../explain/explain-parameters.js';

/** What pictures are looked at: what is drawn or sampled, a scene drawn by code, or files that were opened. */
const pictureKinds = ['input', 'scene', 'files'] as const;

/** The name of the model's file, what is known of the model, where empty is as its file says, and what picture it looks at. Views that look at the model have them in their addresses too. */
export const ownParameters = {
  file: text(),
  bounds: text('', 40),
  mean: text('', 80),
  std: text('', 80),
  size: text('', 20),
  fit: choice(['', 'contain', 'cover', 'stretch'], ''),
  channels: choice(['', 'rgb', 'bgr', 'grey'], ''),
  returns: choice(['', 'logits', 'probabilities', 'sigmoid', 'values'], ''),
  labels: text('', 2000),
  picture: choice(pictureKinds, 'scene'),
};

/** Settings of the view: those of the model and its picture, the class and how it is explained. */
export const modelParameters = {
  ...methodParameters,
  class: text('read', 8),
  ...ownParameters,
};
