import { Command, Option } from 'commander';
import { integer, number } from '../../shell/arguments.js';
import {
  inputHelp,
  withCommon,
  withImages,
  withModel,
  type CommonOptions,
  type InputOptions,
  type ModelOptions,
} from '../../shell/common-options.js';
import { runCommand } from '../../shell/run-command.js';
import type { Terminal } from '../../shell/terminal.js';

/** Methods of explanation, as the command line names them. */
export const methodNames = [
  'sensitivity',
  'gradient',
  'gradient-x-input',
  'integrated-gradients',
  'smoothgrad',
  'occlusion',
  'grad-cam',
  'lrp',
] as const;
/** Rules of layer-wise relevance propagation. */
export const ruleNames = [
  'lrp0',
  'epsilon',
  'gamma',
  'alpha-beta',
  'z-plus',
  'z-box',
  'w-square',
  'flat',
  'pass',
] as const;
/** Composites of those rules. */
export const compositeNames = [
  'epsilon-plus',
  'epsilon-plus-flat',
  'epsilon-alpha2-beta1',
  'epsilon-alpha2-beta1-flat',
  'epsilon-gamma-box',
] as const;

/** What `explain` can be told. */
export interface ExplainOptions extends CommonOptions, InputOptions, ModelOptions {
  /** How the prediction is explained. */
  readonly method: (typeof methodNames)[number];
  /** One rule for all layers. */
  readonly rule?: (typeof ruleNames)[number];
  /** Rules by layer. */
  readonly composite?: (typeof compositeNames)[number];
  /** α of alpha-beta. */
  readonly alpha?: number;
  /** β of alpha-beta. */
  readonly beta?: number;
  /** ε of epsilon and of all composites. */
  readonly epsilon?: number;
  /** γ of gamma and of epsilon-gamma-box. */
  readonly gamma?: number;
  /** Lower end of z-box. */
  readonly low?: number;
  /** Upper end of z-box. */
  readonly high?: number;
  /** Whether biases take a share. */
  readonly bias: 'drop' | 'keep';
  /** What becomes of relevance with nowhere to go. */
  readonly emptyBranch: 'conserve' | 'paper';
  /** The explained class. */
  readonly class?: number;
  /** The class that it is told from. */
  readonly versus?: number;
  /** The explained score. */
  readonly score?: 'logit' | 'probability' | 'log-probability' | 'one';
  /** Whether an unbalanced ledger is an error. */
  readonly strict?: boolean;
  /** Whether methods are shown side by side. */
  readonly compare?: boolean;
  /** Nodes of integrated gradients. */
  readonly nodes?: number;
  /** Copies of SmoothGrad. */
  readonly samples?: number;
  /** Noise of SmoothGrad. */
  readonly noise?: number;
  /** Window of occlusion. */
  readonly window?: number;
  /** Stride of occlusion. */
  readonly stride?: number;
  /** Layer of Grad-CAM. */
  readonly layer?: string;
  /** Whether maps are drawn each on its own scale. */
  readonly scale: 'own' | 'shared';
}

const withMethods = (command: Command): Command =>
  command
    .addOption(new Option('--method <name>', 'how the prediction is explained').choices(methodNames).default('lrp'))
    .option('--class <c>', 'the explained class (default: the predicted one)', integer('--class', { min: 0 }))
    .option('--versus <c>', 'what speaks for the class rather than for this one', integer('--versus', { min: 0 }))
    .addOption(
      new Option('--score <name>', 'the explained number (default: logit; for sensitivity probability)').choices([
        'logit',
        'probability',
        'log-probability',
        'one',
      ]),
    )
    .option('--compare', 'methods side by side, with how faithful each is');

const withRules = (command: Command): Command =>
  command
    .addOption(new Option('--rule <name>', 'lrp: one rule for all layers (default: alpha-beta)').choices(ruleNames))
    .addOption(new Option('--composite <name>', 'lrp: rules by layer').choices(compositeNames).conflicts('rule'))
    .option('--alpha <n>', 'of alpha-beta (default: 2)', number('--alpha'))
    .option('--beta <n>', 'of alpha-beta (default: 1); alpha - beta = 1', number('--beta', { min: 0 }))
    .option('--epsilon <n>', 'of epsilon and all composites (default: 1e-6)', number('--epsilon', { min: 0 }))
    .option('--gamma <n>', 'of gamma and epsilon-gamma-box (default: 0.25)', number('--gamma', { min: 0 }))
    .option(
      '--low <n>',
      "lower end of z-box, epsilon-gamma-box (default: the network's bound on the first layer, elsewhere the lowest that the layer saw)",
      number('--low'),
    )
    .option('--high <n>', 'upper end of them (default: likewise, the highest)', number('--high'))
    .addOption(
      new Option('--bias <policy>', 'lrp: whether biases take a share').choices(['drop', 'keep']).default('drop'),
    )
    .addOption(
      new Option('--empty-branch <policy>', 'lrp: relevance with nowhere to go')
        .choices(['conserve', 'paper'])
        .default('conserve'),
    )
    .option('--strict', 'lrp: fail, naming the layer, where relevance is lost');

const withOthers = (command: Command): Command =>
  command
    .option('--nodes <n>', 'integrated-gradients (default: 50)', integer('--nodes', { min: 1 }))
    .option('--samples <n>', 'smoothgrad: noisy copies (default: 50)', integer('--samples', { min: 1 }))
    .option('--noise <n>', 'smoothgrad: as a share of the range (default: 0.15)', number('--noise', { min: 0 }))
    .option('--window <n>', 'occlusion: pixels covered (default: 5)', integer('--window', { min: 1 }))
    .option('--stride <n>', 'occlusion: pixels between windows (default: 2)', integer('--stride', { min: 1 }))
    .option('--layer <name>', 'grad-cam: whose feature maps (default: the last convolution)')
    .addOption(
      new Option('--scale <which>', 'full red in the picture: of each map, or of all')
        .choices(['own', 'shared'])
        .default('own'),
    );

/** `interp explain INPUT...` */
export const explainCommand = (terminal: Terminal): Command =>
  withOthers(withRules(withMethods(withImages(withModel(withCommon(new Command('explain')))))))
    .description('which pixels a prediction rests on, and how relevance flows through the layers')
    .argument('<input...>', 'images')
    .addHelpText(
      'after',
      `${inputHelp}
Examples:
  interp explain sample:7 --out why.png
  interp explain photo.png --composite epsilon-plus --epsilon 0.1 --out why.png
  interp explain mnist:test/class=4/0-9 --versus 9 --out four-not-nine.png
  interp explain sample:3 --method integrated-gradients --save maps.safetensors
  interp explain sample:3 sample:8 --compare --out methods.png`,
    )
    .action((inputs: string[], options: ExplainOptions) =>
      runCommand('explain', options, terminal, async (job) => {
        const { explain } = await import('./run.js');
        const { compare } = await import('./compare.js');
        return options.compare ? compare(inputs, job) : explain(inputs, job);
      }),
    );
