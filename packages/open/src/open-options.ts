import {
  boolean,
  checkedBy,
  checkList,
  choice,
  InterpError,
  number,
  optionsTable,
  text,
  withFunctions,
} from '@interp/checks';
import { checkModelSettings } from '@interp/files/building';
import type { ModelSettings } from '@interp/files/node';
import { pictureClassifierOptions } from '@interp/images';
import type { UnitsOptions, ValuesOptions } from '@interp/targets';

/** Options of {@link openModel}: what a file does not say of its model, and what of it is looked at. */
export interface OpenOptions
  extends
    Omit<ModelSettings, 'labels'>,
    Pick<UnitsOptions, 'probabilities'>,
    Pick<ValuesOptions, 'at' | 'sum' | 'threshold'> {
  /** The names of the classes, in their order, or the path of a file with them: a name a line, or JSON. */
  readonly labels?: string | readonly string[];
  /** Of a model of several inputs, the path of a `.safetensors` with a tensor named as each that no picture is. */
  readonly inputs?: string;
  /** A hidden layer, one of whose channels or units is looked at in place of a class. */
  readonly layer?: string;
  /** The channel of that layer: its mean over all places. The classes are then all of the layer's channels. */
  readonly channel?: number;
  /** The unit of that layer: one number, counted over rows, columns and channels. The classes are then all of its units. */
  readonly unit?: number;
  /** Ends the wait for a file that stays silent, as a FIFO does that nobody writes to. */
  readonly signal?: AbortSignal;
}

const { rules } = pictureClassifierOptions;

/** Checks of {@link OpenOptions}. */
export const openOptions = optionsTable<OpenOptions>()({
  bounds: rules.bounds,
  mean: rules.mean,
  std: rules.std,
  // Of these a model's own `interp.json` may say something: they have no defaults here.
  fit: { check: rules.fit.check },
  channels: { check: rules.channels.check },
  size: rules.size,
  returns: rules.returns,
  output: rules.output,
  input: rules.input,
  labels: checkedBy<string | readonly string[]>((name, value) => {
    if (typeof value !== 'string') checkList(name, value);
  }),
  inputs: text(),
  at: checkedBy<NonNullable<ValuesOptions['at']>>(checkList),
  sum: boolean(),
  threshold: number(),
  layer: text(),
  channel: number({ min: 0, integer: true }),
  unit: number({ min: 0, integer: true }),
  probabilities: choice(['softmax', 'sigmoid']),
  signal: withFunctions<AbortSignal>(['throwIfAborted']),
});

/**
 * What is known of a model: what is remembered of it, and what options say, which goes first.
 *
 * @param remembered - as its `interp.json` has it
 * @param options - what is said
 * @param labels - the names of its classes, if options say them
 * @throws InterpError `bad-option` for options that contradict each other
 */
export const mergedSettings = async (
  remembered: ModelSettings,
  options: OpenOptions,
  labels: readonly string[] | undefined,
): Promise<ModelSettings> => {
  const { bounds, mean, std, size, fit, channels, returns, output, input } = options;
  if (bounds && (mean ?? std))
    throw new InterpError('bad-option', 'the options bounds and mean or std are both there; expected one of them');
  const { bounds: oldBounds, mean: oldMean, std: oldStd, ...kept } = remembered;
  const range = bounds ? { bounds } : (mean ?? std) ? { mean, std } : { bounds: oldBounds, mean: oldMean, std: oldStd };
  const given = { ...range, size, fit, channels, returns, output, input, labels };
  const all = { ...kept, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  return checkModelSettings(all, 'what is said of the model');
};

/** What is said of a model's inputs and outputs, in the order in which it is refused. */
const ofOwn = [
  'bounds',
  'mean',
  'std',
  'size',
  'fit',
  'channels',
  'labels',
  'returns',
  'output',
  'input',
  'inputs',
] as const satisfies readonly (keyof OpenOptions)[];

/** Refuses what is said of a network that ships, which has its own; throws InterpError `bad-option`. */
export const refuseSettings = (model: string, options: OpenOptions): void => {
  const said = ofOwn.find((name) => options[name] !== undefined);
  if (said !== undefined)
    throw new InterpError(
      'bad-option',
      `the option ${said} is for a model of your own; ${model} has its own: leave it out`,
    );
};
