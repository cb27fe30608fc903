import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { inputHelp, withCommon, withCsv, withImages, withModel } from '../../shell/options.js';
import type { ClassifyOptions } from './options.js';

/** `interp classify INPUT...` */
export const classifyCommand = (run: RunCommand): Command =>
  withCsv(withImages(withModel(withCommon(new Command('classify')))))
    .description('say which class each image belongs to, and how sure the network is')
    .argument('<input...>', 'images')
    .option('--reject', "say 'no digit' where an image is unlike MNIST's digits")
    .addHelpText(
      'after',
      `${inputHelp}
--reject asks how likely the image is under an RBM of digits (either far too little, or more than any digit, as blank
images), and, with a network that ships, how much any class speaks for it. The thresholds let pass 95 % of real digits.
Pictures not drawn in MNIST's manner (centred, 20 pixels high, white on black) are easily rejected.

Examples:
  interp classify sample:3
  interp classify photo.png --reject
  interp classify photo.png scan.jpg --model my-lenet/model.json
  interp classify mnist:test/0-99 --json --save scores.safetensors`,
    )
    .action((inputs: string[], options: ClassifyOptions) =>
      run('classify', options, async (job) => (await import('./run.js')).run(inputs, options, job)),
    );
