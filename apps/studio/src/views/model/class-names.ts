import type { OpenedClassifier } from '@interp/open/page';

/** The names of the classes of a model, or their numbers where it has none. */
export const namesOf = ({ classes, labels }: OpenedClassifier): readonly string[] =>
  labels ?? Array.from({ length: classes }, (_, i) => String(i));
