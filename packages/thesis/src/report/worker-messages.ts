import type { FigureRecord } from './figure-record.js';

/** What a worker is told: to draw a figure, or to stop what it does. */
export type ToWorker = { readonly kind: 'make'; readonly number: string } | { readonly kind: 'stop' };

/** What a worker says: how far it is, that a figure is drawn or has failed, or that it was stopped. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly part: number }
  | { readonly kind: 'made'; readonly record: FigureRecord }
  | { readonly kind: 'stopped' };
