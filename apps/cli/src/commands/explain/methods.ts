import type { Classifier } from '@interp/core';
import {
  gradCam,
  gradient,
  gradientTimesInput,
  integratedGradients,
  lrp,
  occlusion,
  sensitivity,
  smoothGrad,
  type Attribution,
  type AttributionOptions,
  type IntegratedGradients,
  type LrpAttribution,
} from '@interp/lrp';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ExplainOptions } from './command.js';
import { UsageError } from '../../shell/failure.js';
import { refuseRules, rulesOf } from './rules.js';

/** A method with all its options: images `[n, ...inputShape]` to their maps, which belong to the caller. */
export type Explanation = (
  classifier: Classifier,
  x: Tensor,
) => Attribution & Partial<LrpAttribution & IntegratedGradients>;

/** Makes an explanation of what the command was told. */
type Method = (options: ExplainOptions, common: AttributionOptions) => Explanation;

type Own = 'nodes' | 'samples' | 'noise' | 'window' | 'stride' | 'layer';

/** The options given, of those that a method takes. */
const given = <Name extends Own>(
  options: ExplainOptions,
  names: readonly Name[],
): Partial<Pick<ExplainOptions, Name>> =>
  Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  ) as Partial<Pick<ExplainOptions, Name>>;

const ownNames: Readonly<Record<ExplainOptions['method'], readonly Own[]>> = {
  sensitivity: [],
  gradient: [],
  'gradient-x-input': [],
  'integrated-gradients': ['nodes'],
  smoothgrad: ['samples', 'noise'],
  occlusion: ['window', 'stride'],
  'grad-cam': ['layer'],
  lrp: [],
};

/** What the names on the command line stand for. */
const methods: Readonly<Record<ExplainOptions['method'], Method>> = {
  sensitivity: (_options, common) => (classifier, x) => sensitivity(classifier, x, common),
  gradient: (_options, common) => (classifier, x) => gradient(classifier, x, common),
  'gradient-x-input': (_options, common) => (classifier, x) => gradientTimesInput(classifier, x, common),
  'integrated-gradients': (options, common) => (classifier, x) =>
    integratedGradients(classifier, x, { ...common, ...given(options, ['nodes']) }),
  smoothgrad: (options, common) => (classifier, x) =>
    smoothGrad(classifier, x, { ...common, seed: options.seed, ...given(options, ['samples', 'noise']) }),
  occlusion: (options, common) => (classifier, x) =>
    occlusion(classifier, x, { ...common, ...given(options, ['window', 'stride']) }),
  'grad-cam': (options, common) => (classifier, x) =>
    gradCam(classifier, x, { ...common, ...given(options, ['layer']) }),
  lrp: (options, common) => {
    const rules = rulesOf(options);
    const { bias, emptyBranch, strict = false } = options;
    return (classifier, x) => lrp(classifier, x, { ...common, rules, bias, emptyBranch, strict });
  },
};

/**
 * The method that the options ask for.
 *
 * @param options - what the command was told
 * @returns the method, with its options
 * @throws UsageError for an option of another method, for a class told from itself
 */
export const explanationOf = (options: ExplainOptions): Explanation => {
  const { method, class: target, versus, score } = options;
  if (target !== undefined && target === versus)
    throw new UsageError(`--class and --versus are both ${target}; expected two classes to tell apart`);
  if (method !== 'lrp') refuseRules(options);
  const foreign = Object.values(ownNames)
    .flat()
    .find((name) => options[name] !== undefined && !ownNames[method].includes(name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} means nothing to ${method}; leave it out`);
  return methods[method](options, {
    ...(target !== undefined && { target }),
    ...(versus !== undefined && { versus }),
    ...(score && { score }),
  });
};

/** Images at a time: so many that a chunk takes well under a second. */
export const chunkOf = (method: ExplainOptions['method']): number =>
  ['integrated-gradients', 'smoothgrad', 'occlusion'].includes(method) ? 10 : 100;
