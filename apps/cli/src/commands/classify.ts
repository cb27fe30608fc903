import { Command } from 'commander';
import {
  inputHelp,
  withCommon,
  withImages,
  withModel,
  type CommonOptions,
  type InputOptions,
  type ModelOptions,
} from '../common-options.js';
import { runCommand } from '../run-command.js';
import type { Terminal } from '../terminal.js';

/** What `classify` can be told. */
export type ClassifyOptions = CommonOptions & InputOptions & ModelOptions;

/** `interp classify INPUT...` */
export const classifyCommand = (terminal: Terminal): Command =>
  withImages(withModel(withCommon(new Command('classify'))))
    .description('say which class each image belongs to, and how sure the network is')
    .argument('<input...>', 'images')
    .addHelpText(
      'after',
      `${inputHelp}
Examples:
  interp classify sample:3
  interp classify photo.png scan.jpg --model my-lenet/model.json
  interp classify mnist:test/0-99 --json --save scores.safetensors`,
    )
    .action((inputs: string[], options: ClassifyOptions) =>
      runCommand('classify', options, terminal, async (job) =>
        (await import('../actions/classify.js')).classify(inputs, job),
      ),
    );
