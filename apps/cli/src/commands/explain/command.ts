import { commandOf } from '../../shell/command.js';
import { count, inputHelp, withCsv, withImages, withModel } from '../../shell/options.js';
import { composites, methods, rules, type ExplainOptions } from './options.js';

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

/** `interp explain INPUT...` */
export const explainCommand = commandOf<ExplainOptions, string[]>('explain', {
  says: 'which pixels a prediction rests on, and how relevance flows through the layers',
  takes: ['<input...>', 'images'],
  shared: [withModel, withImages, withCsv],
  own: {
    '--method <name>': ['how the prediction is explained', methods, 'lrp'],
    '--class <c>': 'the explained class, its number or name (default: the predicted one)',
    '--versus <c>': 'a contrast: what speaks for the class rather than for this one',
    '--score <name>': [
      'the explained number (default: logit; for sensitivity probability)',
      ['logit', 'probability', 'log-probability', 'one'],
    ],
    '--compare': 'methods side by side, with how faithful each is',
    '--rule <name>': ['lrp: one rule for all layers (default: alpha-beta)', rules],
    '--composite <name>': ['lrp: rules by layer', composites],
    '--alpha <n>': ['of alpha-beta', {}],
    '--beta <n>': ['of alpha-beta (default: {beta}); alpha - beta = 1', { min: 0 }],
    '--epsilon <n>': ['of epsilon and all composites', { min: 0 }],
    '--gamma <n>': ['of gamma and epsilon-gamma-box', { min: 0 }],
    '--low <n>': [
      "lower end of z-box, epsilon-gamma-box (default: the network's bound on the first layer, elsewhere the lowest that the layer saw)",
      {},
    ],
    '--high <n>': ['upper end of the same (default: likewise, the highest)', {}],
    '--bias <policy>': [
      'lrp: whether biases take a share (default: keep for epsilon, in composites too; drop for others)',
      ['drop', 'keep'],
    ],
    '--empty-branch <policy>': ['lrp: relevance with nowhere to go', ['conserve', 'paper']],
    '--strict': 'lrp: fail, naming the layer, where relevance is lost',
    '--nodes <n>': ['integrated-gradients', count],
    '--samples <n>': ['smoothgrad: noisy copies', count],
    '--noise <n>': ['smoothgrad: as a share of the range', { min: 0 }],
    '--window <n>': ['occlusion: pixels covered', count],
    '--stride <n>': ['occlusion: pixels between windows', count],
    '--layer <name>': 'grad-cam: whose feature maps (default: the last convolution)',
    '--scale <which>': ['colour scale of the picture: one for each map, or one for all', ['own', 'shared'], 'own'],
  },
  conflict: ['composite', 'rule'],
  defaults: loadDefaults,
  help: `${inputHelp}
Examples:
  interp explain sample:7 --out why.png
  interp explain photo.png --composite epsilon-plus --epsilon 0.1 --out why.png
  interp explain mnist:test/class=4/0-9 --versus 9 --out four-not-nine.png
  interp explain sample:3 --method integrated-gradients --save maps.safetensors
  interp explain sample:3 sample:8 --compare --out methods.png`,
  work: async (inputs, options, job) => (await import('./run.js')).run(inputs, options, job),
});
