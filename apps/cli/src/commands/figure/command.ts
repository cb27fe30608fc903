import { Command, Option } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { withCommon, withDefaults, withImages, withModel } from '../../shell/options.js';
import type { FigureOptions } from './options.js';

const loadDefaults = async () => ({ lang: (await import('@interp/thesis/node')).reportOptions.defaults.language });

/** `interp figure NO|MODEL.json` */
export const figureCommand = (run: RunCommand): Command =>
  withDefaults(withImages(withModel(withCommon(new Command('figure')))), loadDefaults)
    .description('a diagram of the thesis, drawn from the network itself, or the layers of any model')
    .argument('<figure>', 'a number: 1.1, 1.2, 1.3, 1.5, 2.1, 2.4; or a TensorFlow.js model.json')
    .option('--expert <rbm>', 'of 2.1: rbm-8, rbm-100, or a Gaussian RBM in .safetensors', 'rbm-8')
    .option('--input <input>', 'of 2.4: the image whose prediction is explained', 'sample:3')
    .addOption(new Option('--lang <language>', 'of the words in the picture').choices(['en', 'es']))
    .addHelpText(
      'after',
      `
  1.1  a small fully connected network   1.2  the notation on it   1.3  activation functions
  1.5  the layers of --model             2.1  the RBM --expert     2.4  relevance layer by layer

Examples:
  interp figure 1.5 --out lenet.svg
  interp figure my-model/model.json --out layers.png
  interp figure my-model/model.json --out capas.png --lang es
  interp figure 2.4 --input photo.png --out relevance.svg --json`,
    )
    .action((figure: string, options: FigureOptions) =>
      run('figure', options, async (job) => (await import('./run.js')).run(figure, options, job)),
    );
