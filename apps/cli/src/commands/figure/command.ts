import { commandOf } from '../../shell/command.js';
import { withImages, withModel } from '../../shell/options.js';
import { figureTexts, type FigureOptions } from './options.js';

/** `interp figure NO|MODEL` */
export const figureCommand = commandOf<FigureOptions, string>('figure', {
  says: 'a figure, a table or a claim of the thesis, drawn with --model, or the layers of any model',
  takes: [
    '<figure>',
    "its number, as 3.7, 'table 4.1', 'claim 3.2a'; or a file of a model: model.json, .onnx, .keras, .h5, .safetensors",
  ],
  shared: [(command) => withModel(command, false), withImages],
  own: figureTexts,
  defaults: async () => ({ lang: (await import('@interp/thesis/node')).reportOptions.defaults.language }),
  help: `
  1.1  a small fully connected network   1.2  the notation on it   1.3  activation functions
  1.5  the layers of --model             2.1  the RBM --expert     2.4  relevance layer by layer

All others are those of interp reproduce --quick, with --model and --expert in the place of today's networks, and with digits
drawn by code where MNIST is not found.

Examples:
  interp figure 3.10 --model my-lenet/model.json --out heatmaps.png
  interp figure 1.5 --out lenet.svg
  interp figure my-model/model.json --out layers.png
  interp figure resnet50.onnx --out layers.svg
  interp figure my-model.keras --out capas.png --lang es
  interp figure 2.4 --input photo.png --out relevance.svg --json`,
  work: async (figure, options, job) => (await import('./run.js')).run(figure, options, job),
});
