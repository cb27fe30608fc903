import type { Classifier } from '@interp/core';

/** Whether a network takes digits as those that ship do: 28 by 28 grey pixels. */
export const takesDigits = ({ inputShape }: Pick<Classifier, 'inputShape'>): boolean =>
  String(inputShape) === '28,28,1';
