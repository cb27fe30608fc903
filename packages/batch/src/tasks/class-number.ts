import { classOf } from '@interp/images';
import type { OpenedClassifier } from '@interp/open';

/** The number of a class that may be given by its name; throws InterpError `bad-class`. */
export const numberOfClass = (classifier: OpenedClassifier, wanted: number | string | undefined): number | undefined =>
  wanted === undefined ? undefined : classOf(classifier, String(wanted), classifier.settings.labels ?? []);
