import { type Classifier, type Decoder, InterpError } from '@interp/core';
import { checkBoolean, checkChoice, checkedOptions, checkFunctions, checkNumber } from '@interp/core/internal';
import { adam } from './adam.js';
import type { BestRunsOptions } from './best-runs.js';
import { checkDecoder } from './check-decoder.js';
import { checkExpert } from './check-expert.js';
import { checkLatents } from './check-latents.js';
import type { DecoderLandscapeOptions } from './decoder-landscape.js';
import type { DecoderStepRecord } from './decoder-moment.js';
import type { DecoderOptions } from './decoder-options.js';
import { objectiveOf } from './objective.js';
import { oddestOf } from './oddest-of.js';
import { resolvedStarts } from './resolved-starts.js';
import type { StartLatentsOptions } from './start-latents.js';

/** Steps of a run with a decoder where none are given. */
export const defaultDecoderSteps = 150;

/** Everything that a run needs, with defaults filled in and checked. */
export type ResolvedDecoder = BestRunsOptions<DecoderStepRecord> &
  StartLatentsOptions &
  Omit<DecoderLandscapeOptions, 'targets'>;

const refuse = (message: string): never => {
  throw new InterpError('bad-option', message);
};

const checkPick = (pick: unknown, { expert, gamma }: DecoderOptions, restarts: number): void => {
  checkChoice('pick', pick, ['best', 'odd']);
  if (pick === 'odd' && expert === undefined)
    refuse("pick is 'odd' and there is no expert; expected one to say what is odd; give a density as expert");
  if (pick === 'odd' && restarts < 2)
    refuse("pick is 'odd' and there is one run of each prototype; expected several restarts from random codes");
  if (gamma !== undefined && expert === undefined)
    refuse('gamma weighs an expert and there is none; give a density as expert or leave gamma out');
};

/**
 * Options with defaults filled in and checked.
 *
 * @param classifier - says classes, shape and bounds
 * @param decoder - says shape and bounds, and the length of a code
 * @param options - what was given
 * @returns the settings
 * @throws InterpError `bad-option`, `bad-class`, `bad-shape`, `bad-value`
 */
export const resolvedDecoder = (classifier: Classifier, decoder: Decoder, options: DecoderOptions): ResolvedDecoder => {
  const { classes, objective = 'log-probability', lambda = 0.001, ascent = adam(), seed = 0 } = checkedOptions(options);
  const { steps = defaultDecoderSteps, expert } = options;
  const { start = 'random', restarts = start === 'random' ? 8 : 1, pick = 'best' } = options;
  const { threshold = pick === 'odd' ? 0.999 : 0.9995 } = options;
  const { gamma = pick === 'odd' || expert === undefined ? 0 : 1 } = options;
  checkDecoder(classifier, decoder);
  if (expert !== undefined) checkExpert(classifier, expert);
  if (start !== 'random') checkLatents(decoder, start);
  const { classes: wanted } = resolvedStarts(classifier, { classes, start, restarts, seed });
  checkPick(pick, options, restarts);
  checkFunctions('ascent', ascent, ['start', 'step']);
  checkNumber('lambda', lambda, { min: 0 });
  checkNumber('gamma', gamma, { min: 0 });
  checkNumber('the number of steps', steps, { min: 0, integer: true });
  checkNumber('the threshold', threshold, { min: 0, max: 1 });
  const { stopAtThreshold = threshold > 0 && gamma === 0 } = options;
  checkBoolean('stopAtThreshold', stopAtThreshold);
  return {
    classes: wanted,
    restarts,
    start,
    seed,
    objective: objectiveOf(objective),
    lambda,
    expert,
    gamma,
    ascent,
    steps,
    threshold,
    stopAtThreshold,
    bounds: [-Infinity, Infinity],
    ...(pick === 'odd' && { pick: oddestOf(threshold) }),
  };
};
