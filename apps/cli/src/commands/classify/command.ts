import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { inputHelp, withCommon, withCsv, withDefaults, withImages, withModel } from '../../shell/options.js';
import { rejectDefaults, withReject } from '../../shell/reject-options.js';
import type { ClassifyOptions } from './options.js';

/** `interp classify INPUT...` */
export const classifyCommand = (run: RunCommand): Command =>
  withReject(
    withDefaults(withCsv(withImages(withModel(withCommon(new Command('classify'))))), rejectDefaults),
    "say 'no digit' where an image is unlike MNIST's digits",
  )
    .description('say which class each image belongs to, and how sure the network is')
    .argument('<input...>', 'images')
    .addHelpText(
      'after',
      `${inputHelp}
--reject goes by how far the image is from every digit in what the network lenet-relu makes of it, and by how much it is like
shapes that are no digits. Its threshold was set on training digits, as --reject-rate says.
Letters with the shape of a digit, such as O, I, S and Z, are digits for it.

Examples:
  interp classify sample:3
  interp classify photo.png --reject
  interp classify mnist:test/0-99 --reject-rate 0.01
  interp classify photo.png scan.jpg --model my-lenet/model.json
  interp classify mnist:test/0-99 --json --save scores.safetensors`,
    )
    .action((inputs: string[], options: ClassifyOptions) =>
      run('classify', options, async (job) => (await import('./run.js')).run(inputs, options, job)),
    );
