import { commandOf, type CommandParts, type MakeCommand } from '../../shell/command.js';
import {
  count,
  withData,
  type CommonOptions,
  type InputOptions,
  type OptionsOf,
  type OptionTexts,
} from '../../shell/options.js';

const beforeOwn = {
  '--epochs <n>': ['passes over the training images', count],
  '--batch <n>': ['images in a batch', count],
} as const satisfies OptionTexts;

const afterOwn = {
  '--checkpoint-every <n>': ['steps between checkpoints', count, 200],
  '--resume': "go on from the folder's checkpoint, or start if there is none",
} as const satisfies OptionTexts;

/** The choice of a recipe, which the package of the network has. */
export const recipeText = {
  '--recipe <name>': ['how it was made, in the place of all defaults: as the thesis tells it', ['thesis']],
} as const satisfies OptionTexts;

/** Options of every training. */
export type TrainingOptions = CommonOptions &
  InputOptions &
  OptionsOf<typeof beforeOwn & typeof afterOwn> & {
    /** The folder. */
    readonly out: string;
    /** Only the first so many training images. */
    readonly limit?: number;
  };

/** What differs from training to training. */
interface TrainingParts<Options extends TrainingOptions> extends Pick<
  CommandParts<Options, undefined>,
  'says' | 'defaults' | 'help' | 'work'
> {
  /** What the folder is for. */
  readonly folder: string;
  /** Options that stand before all others in the help. */
  readonly first?: OptionTexts;
  /** Options of this training alone. */
  readonly own: OptionTexts;
}

/** The command of a training: its folder, `out/NAME` where none is named, the data, how long it takes, its own options, and its checkpoints. */
export const trainingCommand =
  <Options extends TrainingOptions>(
    name: string,
    { folder, first, own, ...parts }: TrainingParts<Options>,
  ): MakeCommand =>
  (run) =>
    commandOf<Options>(name, {
      ...parts,
      common: { out: folder },
      shared: [withData],
      own: { ...first, ...beforeOwn, ...own, ...afterOwn },
      files: 'training',
    })(run).setOptionValueWithSource('out', `out/${name}`, 'default');
