import { extname } from 'node:path';
import { shownName } from '@interp/core/plain-text';
import { describeModel } from '@interp/files';
import { supportedExplanations } from '@interp/lrp';
import { modelFormats } from '../../models/formats.js';
import type { LoadedModel } from '../../models/loaded-model.js';
import { UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import type { ShowModelOptions } from './options.js';
import { modelText, type ModelReport } from './view.js';

const formatOf = (spec: string): string => modelFormats[extname(spec)]?.name ?? 'built-in';

const reportOf = (spec: string, loaded: LoadedModel): ModelReport => {
  const { model, settings, probabilities } = loaded;
  const supported = supportedExplanations(loaded);
  const attack =
    probabilities === 'none'
      ? 'the model returns values, not scores of classes; say with --returns what it returns'
      : supported.gradient;
  return {
    format: ('format' in model ? model.format : undefined) ?? formatOf(spec),
    ...describeModel(model, loaded),
    methods: { ...supported, attack, prototype: attack },
    settings,
  };
};

/** Describes a model, and remembers what is said of it where that is asked for. */
export const run = async (spec: string, options: ShowModelOptions, job: Job): Promise<Result> => {
  if (options.write && formatOf(spec) === 'built-in')
    throw new UsageError(
      `--write is for a model of your own; ${shownName(spec)} has nothing to be remembered: leave it out`,
    );
  await job.startBackend();
  return job.withClassifier(
    spec,
    async (loaded) => {
      const report = reportOf(spec, loaded);
      if (options.write) {
        const { writeModelSettings } = await import('@interp/files/node');
        job.note(`wrote ${await writeModelSettings(spec, loaded.settings)}`);
      }
      return { json: report, text: modelText(report) };
    },
    { ...options, isDescribed: true },
  );
};
