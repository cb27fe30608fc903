import { describeModel, type ModelDescription } from '@interp/files';
import { supportedExplanations, type SupportedExplanations } from '@interp/lrp';
import { withOwnClassifier, withOwnModel, type ModelFiles } from '../../compute/models/own-model.js';
import { namesOf } from '../../compute/models/class-names.js';
import type { ModelTexts } from '../../compute/models/model-settings.js';

/** What there is to be said of a model that was opened. */
export interface Described extends Pick<ModelDescription, 'layers' | 'outputs' | 'parameters' | 'multiplications'> {
  /** Which opening of files it is of. */
  readonly id: number | undefined;
  /** What its file is called. */
  readonly name: string;
  /** What its format is called. */
  readonly format: string;
  /** Bytes of its files. */
  readonly bytes: number;
  /** Height, width and channels of an input; undefined of what is no classifier. */
  readonly inputShape: readonly number[] | undefined;
  /** The names of its classes, or their numbers. */
  readonly classNames: readonly string[];
  /** How pixels and pictures become inputs, as its file and the page say it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Why it is no classifier of pictures; undefined of one that is. */
  readonly problem: string | undefined;
}

/** Opens a model and describes it. */
export const describeOwn = (files: ModelFiles | undefined, texts: ModelTexts): Promise<Described> =>
  withOwnModel(files, texts, ({ opened, net, bytes }) => {
    const { name, format, model, settings } = opened;
    const isClassifier = typeof net !== 'string';
    const { layers, outputs, parameters, multiplications } = describeModel(model, isClassifier ? net : undefined);
    const { labels, ...known } = settings;
    return {
      id: files?.id,
      ...{ name, format, bytes, layers, outputs, parameters, multiplications },
      settings: { ...known, ...(isClassifier && { bounds: net.preprocessing.bounds }) },
      inputShape: isClassifier ? net.inputShape : undefined,
      classNames: isClassifier ? namesOf(net) : (labels ?? []),
      problem: isClassifier ? undefined : net,
    };
  });

/** Which methods go with a model, and why others do not. */
export const supportedByOwn = (files: ModelFiles | undefined, texts: ModelTexts): Promise<SupportedExplanations> =>
  withOwnClassifier(files, texts, (net) => supportedExplanations(net));
