import { choice, text } from '../../state/parameters.js';
import { methodParameters } from '../explain/explain-parameters.js';

/** What pictures are looked at: what is drawn or sampled, a scene drawn by code, or files that were opened. */
const pictureKinds = ['input', 'scene', 'files'] as const;

/** Settings of the view: the name of the model's file, the class, how it is explained, and what is known of the model. Empty is as its file says. */
export const modelParameters = {
  ...methodParameters,
  file: text(),
  class: text('read', 8),
  picture: choice(pictureKinds, 'scene'),
  bounds: text('', 40),
  mean: text('', 80),
  std: text('', 80),
  size: text('', 20),
  fit: choice(['', 'contain', 'cover', 'stretch'], ''),
  channels: choice(['', 'rgb', 'bgr', 'grey'], ''),
  returns: choice(['', 'logits', 'probabilities', 'sigmoid', 'values'], ''),
  labels: text('', 2000),
};
