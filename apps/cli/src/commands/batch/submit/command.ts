import { attackDefaults } from '../../../methods/attack.js';
import { explanationDefaults } from '../../../methods/explanation.js';
import { prototypeDefaults } from '../../../methods/prototype.js';
import { commandOf, type MakeCommand } from '../../../shell/command.js';
import { inputHelp, withImages, withModel } from '../../../shell/options.js';
import { submitTexts, type SubmitOptions } from './options.js';

/** Examples of all commands of batches. */
export const examples = `
Examples:
  interp batch submit explain 'photos/*.jpg' --model my-net.onnx --composite epsilon-plus --job /shared/job
  interp batch work --job /shared/job --concurrency 2 --until-done     here, and on any machine that reaches the folder
  interp batch status --job /shared/job --json
  interp batch collect --job /shared/job --save maps.safetensors --csv maps.csv`;

const defaults = { explain: explanationDefaults, classify: undefined, attack: attackDefaults, metrics: explanationDefaults, prototype: prototypeDefaults }; // prettier-ignore

/** `interp batch submit TASK` */
export const submit = (task: keyof typeof submitTexts, says: string): MakeCommand =>
  commandOf<SubmitOptions, string[] | undefined>(task, {
    says,
    takes: task === 'prototype' ? undefined : ['<input...>', 'images'],
    shared: task === 'prototype' ? [withModel] : [withModel, withImages],
    own: submitTexts[task],
    defaults: defaults[task],
    ...((task === 'explain' || task === 'metrics') && { conflict: ['composite', 'rule'] as const }),
    help: `${task === 'prototype' ? '' : inputHelp}
The job keeps a copy of its model and its images. Its options are those of interp ${task === 'metrics' ? 'explain --compare' : task}. The same call again stores what is missing.
All workers compute on the backend of the job, which --backend auto never makes webgpu: cards round differently, and bytes are to be the same whoever computes them.
${examples}`,
    work: async (inputs, options, job) => (await import('./run.js')).run(task, inputs, options, job),
  });
