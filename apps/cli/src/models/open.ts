import { extname } from 'node:path';
import type { OpenedClassifier, OpenedModel, OpenOptions } from '@interp/open';
import { takingUnlabelled } from '../inputs/image-consumer.js';
import { UsageError } from '../shell/failure.js';
import { inFlags } from '../shell/flags.js';
import type { LookingOptions } from '../shell/hidden-options.js';

/** The only input of a command, where it is a file of tensors. */
const onlyFile = (given: readonly string[] = []): string | undefined =>
  given.length === 1 && /\.safetensors(?:#.*)?$/is.test(given[0]) ? given[0].replace(/#.*$/s, '') : undefined;

/** What the command line says of a model, as `openModel` takes it; `names` are those of its options. */
export const asOptions = (spec: string, options: LookingOptions, names: readonly string[]): OpenOptions => {
  const { index: at, above: threshold, given } = options;
  const isFile = extname(spec) !== '';
  return {
    ...Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name))),
    inputs: options.inputs ?? (isFile ? onlyFile(given) : undefined),
    at,
    sum: at && (at.length > 1 || at.flat().includes(null)),
    threshold,
  };
};

/** Does work with something that was opened, and lets go of it when the work is over, however it ends. */
export const withOpened = async <Opened extends { dispose(): void }, Value>(
  opening: Opened | Promise<Opened>,
  work: (opened: Opened) => Value | Promise<Value>,
): Promise<Value> => {
  const opened = await opening;
  try {
    return await work(opened);
  } finally {
    opened.dispose();
  }
};

/**
 * Loads a model, a classifier or not, and lets go of it when the work is over, however it ends.
 *
 * @param spec - as `openModel` of `@interp/open` takes it
 * @param work - what is done with it
 * @param options - of the command line
 * @throws InterpError `not-found`, `bad-file`, `unsupported-model`; UsageError for a name that means nothing
 */
export const withModel = async <Value>(
  spec: string,
  work: (opened: OpenedModel) => Value | Promise<Value>,
  options: LookingOptions = {},
): Promise<Value> => {
  const { openModel, openOptions } = await import('@interp/open');
  const names = Object.keys(openOptions.rules);
  const isOption = (name: string): boolean => [...names, 'model', 'similarTo'].includes(name);
  const opening = inFlags(() => openModel(spec, asOptions(spec, options, names)), isOption);
  return withOpened(opening, (opened) =>
    work({
      ...opened,
      classifier: async (how) => {
        const own = await inFlags(() => opened.classifier(how), isOption);
        if (options.inputs !== undefined && !own.others)
          throw new UsageError('--inputs is for a model of several inputs, and this one has one; leave it out');
        const { similarTo, readInputs } = options;
        if (similarTo === undefined || !readInputs) return own;
        const images = await readInputs([similarTo], takingUnlabelled(own), { ...options, model: spec });
        const references = { x: images.tensor(), names: Array.from({ length: images.size }, (_, i) => images.name(i)) };
        const made = inFlags(() => opened.classifier({ ...how, similarTo: references }), isOption);
        return made.finally(() => references.x.dispose());
      },
    }),
  );
};

/** Loads a model as a classifier: see {@link withModel}. */
export const withClassifier = <Value>(
  spec: string,
  work: (classifier: OpenedClassifier) => Value | Promise<Value>,
  options: LookingOptions = {},
): Promise<Value> => withModel(spec, async ({ classifier }) => work(await classifier()), options);
