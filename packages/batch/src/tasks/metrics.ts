import { checkList, InterpError, shownNames } from '@interp/checks';
import { float32Entry, int32Entry } from '@interp/files';
import { imageEntries } from '@interp/images';
import { usualExplanations, withoutUnsupported, type Explanation, type ExplanationOptions } from '@interp/lrp';
import { compareImages, type OpenedClassifier } from '@interp/open';
import { without } from '../without.js';
import { numberOfClass } from './class-number.js';
import { checkOneExample, taskOfImages, type TaskKind } from './task.js';

/** Which methods are measured, as plain data: options of all of them, as `usualExplanations` of `@interp/lrp` takes them, and classes by number or name. */
export interface MetricsTaskOptions extends Omit<
  Partial<ExplanationOptions>,
  'method' | 'target' | 'versus' | 'batchSize' | 'seed'
> {
  /** The explained class. Default the predicted one. */
  readonly target?: number | string;
  /** The methods by their names, as `lrp epsilon-plus`. Default all that work with the model. */
  readonly methods?: readonly string[];
}

const usualOf = (given: MetricsTaskOptions) => {
  const { target, ...options } = without(given, 'methods');
  return usualExplanations({ ...options, target: target as number | undefined });
};

/** The methods that are asked for; throws InterpError `bad-option` for one that is none. */
const chosen = (options: MetricsTaskOptions): Readonly<Record<string, Explanation>> => {
  const all = usualOf(options);
  const { methods = Object.keys(all) } = options;
  const unknown = methods.find((name) => !(name in all));
  if (unknown === undefined && methods.length > 0) return Object.fromEntries(methods.map((name) => [name, all[name]]));
  throw new InterpError('bad-option', `methods are not all known; expected some of ${shownNames(Object.keys(all))}`);
};

/** The measures of a map that are put into tensors, `[n, methods]`. */
const measures = ['area', 'randomArea', 'sparseness', 'complexity'] as const;

/** Those that work with a classifier. */
const supported = (options: MetricsTaskOptions, classifier: OpenedClassifier) =>
  Object.keys(withoutUnsupported(classifier, chosen(options)).methods);

/** Measuring explanations: how faithful and how simple the maps of several methods are, as `interp explain --compare` does. */
export const metricsTask: TaskKind<MetricsTaskOptions> = {
  check: (options) => {
    const { target, methods } = options;
    if (!['number', 'string', 'undefined'].includes(typeof target))
      throw new InterpError('bad-option', 'the option target is no class; expected its number or its name');
    if (methods !== undefined) checkList('methods', methods);
    chosen(without(options, 'target'));
  },
  resolve: (options, classifier) => {
    checkOneExample(classifier, 'metrics');
    const { target, ...others } = options;
    return { ...others, target: numberOfClass(classifier, target), methods: supported(without(options, 'target'), classifier) }; // prettier-ignore
  },
  make: (options, classifier, seed) => {
    const methods = chosen(options);
    const names = Object.keys(methods);
    return taskOfImages(async (images) => {
      const { rows, n, warnings } = await compareImages(classifier, images, methods, { seed });
      const numbers = (name: (typeof measures)[number]) => rows.flatMap((row) => row.methods.map((one) => one[name]));
      return {
        rows: rows.map((row) => ({ ...row })),
        warnings,
        tensors: [
          ...imageEntries([names.length], n, Object.fromEntries(measures.map((name) => [name, Float32Array.from(numbers(name))]))), // prettier-ignore
          ['score', float32Entry([n], rows.map((row) => row.methods[0].score))], // prettier-ignore
          ['targets', int32Entry([n], rows.map((row) => row.class))], // prettier-ignore
        ],
        metadata: [['methods', JSON.stringify(names)]],
      };
    });
  },
};
