import { decoderPrototypes } from '@interp/am';
import type { Density } from '@interp/core';
import { density } from '@interp/rbm';
import type { PrototypeOptions } from './command.js';
import { withRbm } from '../../models/rbm.js';
import { withDecoder } from '../../models/decoder.js';
import { ascents, type PrototypeMethod } from './method.js';

const decoderSteps = 150;

/** The expert that a decoder is told to climb with, or needs to tell what is odd. */
const withOptionalExpert = <Result>(
  { expert, gamma, pick }: PrototypeOptions,
  work: (expert: Density | undefined) => Promise<Result>,
): Promise<Result> =>
  expert === undefined && gamma === undefined && pick === 'best'
    ? work(undefined)
    : withRbm(expert ?? 'rbm-8', (machine) => work(density(machine)));

/** Activation maximisation with a decoder. */
export const decoderMethod: PrototypeMethod = {
  init: 'random',
  steps: ({ steps = decoderSteps }) => steps,
  find: ({ classifier, classes, drive }, options) => {
    const { decoder = 'generator', ascent = 'adam', rate, steps = decoderSteps } = options;
    const { objective, lambda, gamma, restarts, pick, threshold, seed } = options;
    return withDecoder(decoder, (generator) =>
      withOptionalExpert(options, (expert) =>
        decoderPrototypes(classifier, generator, {
          classes,
          ...drive,
          steps,
          seed,
          pick,
          ascent: ascents[ascent]({ ...(rate !== undefined && { rate }) }),
          ...(expert && { expert }),
          ...(objective && { objective }),
          ...(lambda !== undefined && { lambda }),
          ...(gamma !== undefined && { gamma }),
          ...(restarts !== undefined && { restarts }),
          ...(threshold !== undefined && { threshold }),
        }),
      ),
    );
  },
};
