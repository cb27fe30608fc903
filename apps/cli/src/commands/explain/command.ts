import { Command, Option } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import {
  inputHelp,
  integer,
  number,
  withCommon,
  withCsv,
  withDefaults,
  withImages,
  withModel,
} from '../../shell/options.js';
import { methods } from './methods.js';
import type { ExplainOptions } from './options.js';
import { composites, defaultRule, rules } from './rules.js';

const scores = ['logit', 'probability', 'log-probability', 'one'];

const loadDefaults = async () => {
  const lrp = await import('@interp/lrp');
  const { alpha } = lrp.alphaBetaOptions.defaults;
  return {
    alpha,
    beta: alpha - 1,
    ...lrp.epsilonOptions.defaults,
    ...lrp.gammaOptions.defaults,
    ...lrp.lrpOptions.defaults,
    ...lrp.integratedGradientsOptions.defaults,
    ...lrp.smoothGradOptions.defaults,
    ...lrp.occlusionOptions.defaults,
  };
};

const withMethods = (command: Command): Command =>
  command
    .addOption(
      new Option('--method <name>', 'how the prediction is explained').choices(Object.keys(methods)).default('lrp'),
    )
    .option('--class <c>', 'the explained class, its number or name (default: the predicted one)')
    .option('--versus <c>', 'a contrast: what speaks for the class rather than for this one')
    .addOption(
      new Option('--score <name>', 'the explained number (default: logit; for sensitivity probability)').choices(
        scores,
      ),
    )
    .option('--compare', 'methods side by side, with how faithful each is');

const withRules = (command: Command): Command =>
  command
    .addOption(
      new Option('--rule <name>', `lrp: one rule for all layers (default: ${defaultRule})`).choices(Object.keys(rules)),
    )
    .addOption(
      new Option('--composite <name>', 'lrp: rules by layer').choices(Object.keys(composites)).conflicts('rule'),
    )
    .option('--alpha <n>', 'of alpha-beta', number('--alpha'))
    .option('--beta <n>', 'of alpha-beta (default: {beta}); alpha - beta = 1', number('--beta', { min: 0 }))
    .option('--epsilon <n>', 'of epsilon and all composites', number('--epsilon', { min: 0 }))
    .option('--gamma <n>', 'of gamma and epsilon-gamma-box', number('--gamma', { min: 0 }))
    .option(
      '--low <n>',
      "lower end of z-box, epsilon-gamma-box (default: the network's bound on the first layer, elsewhere the lowest that the layer saw)",
      number('--low'),
    )
    .option('--high <n>', 'upper end of the same (default: likewise, the highest)', number('--high'))
    .addOption(
      new Option(
        '--bias <policy>',
        'lrp: whether biases take a share (default: keep for epsilon, in composites too; drop for others)',
      ).choices(['drop', 'keep']),
    )
    .addOption(
      new Option('--empty-branch <policy>', 'lrp: relevance with nowhere to go').choices(['conserve', 'paper']),
    )
    .option('--strict', 'lrp: fail, naming the layer, where relevance is lost');

const withOthers = (command: Command): Command =>
  command
    .option('--nodes <n>', 'integrated-gradients', integer('--nodes', { min: 1 }))
    .option('--samples <n>', 'smoothgrad: noisy copies', integer('--samples', { min: 1 }))
    .option('--noise <n>', 'smoothgrad: as a share of the range', number('--noise', { min: 0 }))
    .option('--window <n>', 'occlusion: pixels covered', integer('--window', { min: 1 }))
    .option('--stride <n>', 'occlusion: pixels between windows', integer('--stride', { min: 1 }))
    .option('--layer <name>', 'grad-cam: whose feature maps (default: the last convolution)')
    .addOption(
      new Option('--scale <which>', 'colour scale of the picture: one for each map, or one for all')
        .choices(['own', 'shared'])
        .default('own'),
    );

/** `interp explain INPUT...` */
export const explainCommand = (run: RunCommand): Command =>
  withDefaults(
    withOthers(withRules(withMethods(withCsv(withImages(withModel(withCommon(new Command('explain')))))))),
    loadDefaults,
  )
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
      run('explain', options, async (job) => (await import('./run.js')).run(inputs, options, job)),
    );
