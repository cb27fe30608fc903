import { choice, number } from '../../state/parameters.js';

/** Results that are shown at once. */
export const atOnce = 24;

/** Settings of the view: which results come first, and how many are passed over. */
export const resultsParameters = {
  first: choice(['surest', 'least'], 'surest'),
  from: number(0, 1e9, atOnce, 0),
};
