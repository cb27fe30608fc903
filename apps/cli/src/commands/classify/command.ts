import { Command } from 'commander';
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

/** What `classify` can be told. */
export interface ClassifyOptions extends CommonOptions, InputOptions, ModelOptions {
  /** Whether images that are no digit are to be told from digits. */
  readonly reject?: boolean;
}

/** `interp classify INPUT...` */
export const classifyCommand = (terminal: Terminal): Command =>
  withImages(withModel(withCommon(new Command('classify'))))
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
      runCommand('classify', options, terminal, async (job) => (await import('./run.js')).classify(inputs, job)),
    );
