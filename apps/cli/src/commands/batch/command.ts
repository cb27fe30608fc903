import { attackDefaults } from '../../methods/attack.js';
import { explanationDefaults } from '../../methods/explanation.js';
import { commandOf, groupOf, type MakeCommand } from '../../shell/command.js';
import { inputHelp, withCsv, withImages, withModel } from '../../shell/options.js';
import { jobTexts, submitTexts, workTexts, type JobOptions, type SubmitOptions, type WorkOptions } from './options.js';

const examples = `
Examples:
  interp batch submit explain 'photos/*.jpg' --model my-net.onnx --composite epsilon-plus --job /shared/job
  interp batch work --job /shared/job --concurrency 2 --until-done     here, and on any machine that reaches the folder
  interp batch status --job /shared/job --json
  interp batch collect --job /shared/job --save maps.safetensors --csv maps.csv`;

const defaults = { explain: explanationDefaults, classify: undefined, attack: attackDefaults };

const submit = (task: keyof typeof submitTexts, says: string): MakeCommand =>
  commandOf<SubmitOptions, string[]>(task, {
    says,
    takes: ['<input...>', 'images'],
    shared: [withModel, withImages],
    own: submitTexts[task],
    defaults: defaults[task],
    ...(task === 'explain' && { conflict: ['composite', 'rule'] as const }),
    help: `${inputHelp}
The job keeps a copy of its model and its images. Its options are those of interp ${task}. The same call again stores what is missing.
${examples}`,
    work: async (inputs, options, job) => (await import('./submit.js')).run(task, inputs, options, job),
  });

const ofJob = (name: string, says: string, run: 'status' | 'resume' | 'cancel' | 'collect'): MakeCommand =>
  commandOf<JobOptions>(name, {
    says,
    own: jobTexts,
    shared: name === 'collect' ? [withCsv] : [],
    help: examples,
    work: async (_, options, job) => (await import('./run.js'))[run](options, job),
  });

const work = commandOf<WorkOptions>('work', {
  says: 'compute chunks of a job, beside any number of other workers',
  own: workTexts,
  help: `
Ctrl-C or SIGTERM: it takes no more chunks, and ends when those at work are done. What a worker that is killed had is done by another.
A chunk that fails three times is set aside with its error; interp batch resume has it tried again.
${examples}`,
  work: async (_, options, job) => (await import('./run.js')).work(options, job),
});

/** `interp batch` */
export const batchCommand = groupOf('batch', 'explain, classify or attack very many images, by many processes and machines', [
  groupOf('submit', 'write a job, for workers to do', [
    submit('explain', 'explain predictions'),
    submit('classify', 'classify images'),
    submit('attack', 'attack images'),
  ]),
  work,
  ofJob('status', 'how far a job is', 'status'),
  ofJob('resume', 'go on with a job: with what was set aside, cancelled or forgotten by a queue', 'resume'),
  ofJob('cancel', 'have workers leave a job; what is done stays', 'cancel'),
  ofJob('collect', 'put all results together: --save, --csv, --json', 'collect'),
]); // prettier-ignore
