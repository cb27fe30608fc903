import { commandOf } from '../../shell/command.js';
import { withSettings } from '../../shell/options.js';
import { modelTexts, type ShowModelOptions } from './options.js';

/** `interp model FILE` */
export const modelCommand = commandOf<ShowModelOptions, string>('model', {
  says: 'what a model takes and returns, its layers, and which methods it supports',
  takes: [
    '<model>',
    'a TensorFlow.js model.json, a file of Keras (.keras, .h5, .hdf5) or ONNX, PyTorch weights of the LeNet (.safetensors), or a built-in name',
  ],
  shared: [withSettings],
  own: modelTexts,
  help: `
interp.json lies beside model.json, NAME.interp.json beside NAME.keras, NAME.onnx, …. All commands that take --model read it; what the command
line says goes first. It may hold bounds, mean, std, size, fit, channels, labels, returns, output and input.

Examples:
  interp model my-net/model.json
  interp model my-net/model.json --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225 --labels names.txt --write
  interp model my-net/model.json --json`,
  work: async (model, options, job) => (await import('./run.js')).run(model, options, job),
});
