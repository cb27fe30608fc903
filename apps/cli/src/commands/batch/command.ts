import { commandOf, groupOf, type MakeCommand } from '../../shell/command.js';
import { withCsv } from '../../shell/options.js';
import { boardTexts, jobTexts, workTexts, type JobOptions, type WorkOptions } from './options.js';
import { examples, submit } from './submit/command.js';

const ofJob = (name: Exclude<keyof typeof import('./run.js'), 'work'>, says: string): MakeCommand =>
  commandOf<JobOptions>(name, {
    says,
    own: name === 'board' ? boardTexts : jobTexts,
    shared: name === 'collect' ? [withCsv] : [],
    help: examples,
    work: async (_, options, job) => (await import('./run.js'))[name](options, job),
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
export const batchCommand = groupOf('batch', 'explain, classify or attack very many images, find prototypes, by many processes and machines', [
  groupOf('submit', 'write a job, for workers to do', [
    submit('explain', 'explain predictions'),
    submit('classify', 'classify images'),
    submit('attack', 'attack images'),
    submit('metrics', 'measure how faithful and how simple explanations are'),
    submit('prototype', 'find prototypes of classes'),
  ]),
  work,
  ofJob('status', 'how far a job is'),
  ofJob('pause', 'have workers wait until the job is resumed'),
  ofJob('resume', 'go on with a job: with what was set aside, cancelled or forgotten by a queue'),
  ofJob('cancel', 'have workers leave a job; what is done stays'),
  ofJob('collect', 'put all results together: --save, --csv, --json; --out draws the most and the least certain'),
  ofJob('board', 'a page about the queues of a Redis, for this machine alone, until Ctrl-C'),
]); // prettier-ignore
