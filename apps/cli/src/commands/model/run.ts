import { extname } from 'node:path';
import { shownName } from '@interp/checks';
import { isInterpError } from '@interp/core';
import { describeModel } from '@interp/files';
import { supportedExplanations } from '@interp/lrp';
import { modelFormats, type OpenedClassifier } from '@interp/open';
import { withModel } from '../../models/open.js';
import { UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import type { ShowModelOptions } from './options.js';
import { modelText, type ModelReport } from './view.js';

/** The classifier that a model is, or why it is none. */
const asClassifier = async (make: () => Promise<OpenedClassifier>): Promise<OpenedClassifier | string> => {
  try {
    return await make();
  } catch (error) {
    if (isInterpError(error) && error.code === 'unsupported-model') return error.message;
    throw error;
  }
};

const methodsOf = (classifier: OpenedClassifier | string): ModelReport['methods'] => {
  if (typeof classifier === 'string') {
    const why = classifier;
    return { gradient: why, lrp: why, 'grad-cam': why, attack: why, prototype: why };
  }
  const supported = supportedExplanations(classifier);
  const attack =
    classifier.probabilities === 'none'
      ? 'the model returns values, not scores of classes: name one by --index (an attack needs a --threshold, too), or say with --returns what it returns'
      : supported.gradient;
  return { ...supported, attack, prototype: attack };
};

/** Describes a model, and remembers what is said of it where that is asked for. */
export const run = async (spec: string, options: ShowModelOptions, job: Job): Promise<Result> => {
  if (options.write && !(extname(spec) in modelFormats))
    throw new UsageError(
      `--write is for a model of your own; ${shownName(spec)} has nothing to be remembered: leave it out`,
    );
  await job.startBackend();
  return withModel(
    spec,
    async ({ model, format, settings, classifier: make }) => {
      const classifier = await asClassifier(() => make({ isDescribed: true }));
      const report: ModelReport = {
        format,
        ...describeModel(model, typeof classifier === 'string' ? undefined : classifier),
        methods: methodsOf(classifier),
        settings,
      };
      if (options.write) {
        const { writeModelSettings } = await import('@interp/files/node');
        job.note(`wrote ${await writeModelSettings(spec, settings)}`);
      }
      return { json: report, text: modelText(report) };
    },
    { ...options, signal: job.signal },
  );
};
