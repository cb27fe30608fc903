import { commandOf } from '../../shell/command.js';
import { inputHelp, withCsv, withImages, withModel } from '../../shell/options.js';
import { rejectDefaults, rejectOptions } from '../../shell/reject-options.js';
import type { ClassifyOptions } from './options.js';

/** `interp classify INPUT...` */
export const classifyCommand = commandOf<ClassifyOptions, string[]>('classify', {
  says: 'say which class each image belongs to, and how sure the network is',
  takes: ['<input...>', 'images'],
  shared: [withModel, withImages, withCsv],
  own: rejectOptions("say 'no digit' where an image is unlike MNIST's digits"),
  defaults: rejectDefaults,
  help: `${inputHelp}
--reject goes by how far the image is from every digit in what the network lenet-relu makes of it, and by how much it is like
shapes that are no digits. Its threshold was set on training digits, as --reject-rate says.
Letters with the shape of a digit, such as O, I, S and Z, are digits for it.

Examples:
  interp classify sample:3
  interp classify photo.png --reject
  interp classify mnist:test/0-99 --reject-rate 0.01
  interp classify photo.png scan.jpg --model my-lenet/model.json
  interp classify mnist:test/0-99 --json --save scores.safetensors`,
  work: async (inputs, options, job) => (await import('./run.js')).run(inputs, options, job),
});
