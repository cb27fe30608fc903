import type { Patch } from './patches.js';
import type { StepRecord } from './route.js';

/** What is known of one image after a change that was kept; the `objective` is P(c|x). */
export interface BackgroundStepRecord extends StepRecord {
  /** What was changed: nothing yet, a patch, or the whole image by activation maximisation. */
  readonly by: 'start' | 'patch' | 'ascent';
  /** The patch that was set to background, where it was one. */
  readonly patch?: Patch;
}
