import { compositions } from './compositions.js';
import { constants } from './constants.js';
import { contributed } from './contributed.js';
import { movedAttributes } from './moved-attributes.js';
import { oldMeanings } from './old-meanings.js';
import { quantisation } from './quantisation.js';
import { quantisedOperators } from './quantised-operators.js';
import { sequences } from './sequences.js';
import type { Translations } from './translation.js';

/**
 * Operators that are not in the graph as they are in the file, because they meant something else in an older version, are written out of others, or are
 * known when the graph is built. Any other is in the graph as it is.
 */
export const translations: Translations = {
  ...compositions,
  ...movedAttributes,
  ...oldMeanings,
  ...constants,
  ...quantisation,
  ...quantisedOperators,
  ...sequences,
  ...contributed,
};
