import { bestOf } from './best-runs.js';
import type { DecoderStepRecord } from './decoder-moment.js';
import type { Route } from './route.js';

/**
 * Of the runs of a prototype the odd one: of those that reach the threshold the one whose best image the expert finds the least likely;
 * where none does, the one of the highest probability.
 *
 * @param threshold - the least probability that a prototype should have
 * @returns the choice
 */
export const oddestOf =
  (threshold: number) =>
  (routes: readonly Route<DecoderStepRecord>[]): Route<DecoderStepRecord> => {
    const sure = routes.filter((route) => bestOf(route).probability >= threshold);
    const density = (route: Route<DecoderStepRecord>): number => bestOf(route).logDensity ?? 0;
    return sure.length > 0
      ? sure.reduce((odd, route) => (density(route) < density(odd) ? route : odd))
      : routes.reduce((most, route) => (bestOf(route).probability > bestOf(most).probability ? route : most));
  };
