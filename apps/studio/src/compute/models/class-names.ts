import type { NamedClassifier } from './networks.js';

/** The names of the classes of a network, or their numbers where it has none. */
export const namesOf = ({ classes, labels }: Pick<NamedClassifier, 'classes' | 'labels'>): readonly string[] =>
  labels ?? Array.from({ length: classes }, (_, i) => String(i));
