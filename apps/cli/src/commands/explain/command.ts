import { explanationDefaults } from '../../methods/explanation.js';
import { commandOf } from '../../shell/command.js';
import { inputHelp, withCsv, withImages, withModel } from '../../shell/options.js';
import { explainTexts, type ExplainOptions } from './options.js';

/** `interp explain INPUT...` */
export const explainCommand = commandOf<ExplainOptions, string[]>('explain', {
  says: 'which pixels a prediction rests on, and how relevance flows through the layers',
  takes: ['<input...>', 'images'],
  shared: [withModel, withImages, withCsv],
  own: explainTexts,
  conflict: ['composite', 'rule'],
  defaults: explanationDefaults,
  help: `${inputHelp}
Examples:
  interp explain sample:7 --out why.png
  interp explain photo.png --composite epsilon-plus --epsilon 0.1 --out why.png
  interp explain mnist:test/class=4/0-9 --versus 9 --out four-not-nine.png
  interp explain sample:3 --method integrated-gradients --save maps.safetensors
  interp explain sample:3 sample:8 --compare --out methods.png`,
  work: async (inputs, options, job) => (await import('./run.js')).run(inputs, options, job),
});
