import {
  boolean,
  callback,
  checkedBy,
  checkList,
  choice,
  InterpError,
  number,
  optionsTable,
  withFunctions,
} from '@interp/checks';
import { storedImagesOptions, type StoredImagesOptions } from '@interp/mnist';
import { inputShapeRule, preprocessingOptions, type PreprocessingOptions } from '../preprocessing.js';

/** Options of `readImages`. */
export interface ReadImagesOptions extends PreprocessingOptions, Pick<StoredImagesOptions, 'layout'> {
  /** The shape of an input of the model, as `classifier.inputShape`: height, width and channels for pictures. */
  readonly inputShape: readonly number[];
  /**
   * How pictures are made ready: `digit` finds each digit in them, crops and centres it as MNIST's were; `fit` takes the whole; `none` only pictures of the
   * right size. `auto` is `digit` for inputs of [28, 28, 1], unless the picture is a plain digit already. Default `fit`.
   */
  readonly prepare?: 'auto' | 'digit' | 'fit' | 'none';
  /** Whether bright and dark change places in pictures. Default: where the border is bright, for one channel. */
  readonly invert?: boolean;
  /** How many classes the model has, which labels in files are checked against. Default: not looked at. */
  readonly classes?: number;
  /** Whether a folder of folders is read as images with their classes, which the inner folders are. Default false. */
  readonly classFolders?: boolean;
  /** The names of the model's classes, which such folders are called by. Default: their numbers, or any names in their order. */
  readonly classNames?: readonly string[];
  /** Whether each class is decided by itself, so that `labels.csv` in a folder has all labels of each picture, and not one. Default false. */
  readonly multiLabel?: boolean;
  /** How many images of a folder of classes are read, an equal share of each class. Default all. */
  readonly limit?: number;
  /**
   * Whether inputs that give no image, such as files that cannot be read and pictures without digits, are only listed in `missing`: `some` where at least
   * one gives an image, `all` also where none has a digit. Default: they are refused.
   */
  readonly takesMissing?: 'some' | 'all';
  /** Whether an image without a label is an input that cannot be read. Default false. */
  readonly labelled?: boolean;
  /** Reads what `-` stands for. Default: standard input. */
  readonly stdin?: () => Promise<Uint8Array>;
  /** Finds the folder of MNIST's files where an input is of it. Default `findMnist`. */
  readonly findData?: () => Promise<string>;
  /** Ends the wait for a FIFO that stays silent. */
  readonly signal?: AbortSignal;
  /** Is told what people should know of a picture: low contrast, digits that may touch, no digit at all. */
  readonly onNote?: (text: string) => void;
}

/** Checks and defaults of {@link ReadImagesOptions}. */
export const readImagesOptions = optionsTable<ReadImagesOptions>()({
  ...preprocessingOptions.rules,
  layout: storedImagesOptions.rules.layout,
  inputShape: inputShapeRule,
  prepare: choice(['auto', 'digit', 'fit', 'none'], { default: 'fit' }),
  invert: boolean(),
  classes: number({ min: 1, integer: true }),
  classFolders: boolean({ default: false }),
  classNames: checkedBy<readonly string[]>((name, value) => {
    checkList(name, value);
    if (!Array.from(value).every((one) => typeof one === 'string'))
      throw new InterpError('bad-option', `${name} are not all text; expected the names of classes`);
  }),
  multiLabel: boolean({ default: false }),
  limit: number({ min: 1, integer: true, default: Number.MAX_SAFE_INTEGER }),
  takesMissing: choice(['some', 'all']),
  labelled: boolean({ default: false }),
  stdin: callback<() => Promise<Uint8Array>>(),
  findData: callback<() => Promise<string>>(),
  signal: withFunctions<AbortSignal>(['throwIfAborted', 'addEventListener']),
  onNote: callback<(text: string) => void>(),
});
