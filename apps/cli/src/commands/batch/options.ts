import { count, type CommonOptions, type OptionsOf, type OptionTexts } from '../../shell/options.js';

/** Where the job is, and what shares its chunks among workers. */
export const jobTexts = {
  '--job <folder>': 'the job: a folder that all workers reach, or s3://BUCKET/PREFIX',
  '--engine <name>': [
    'how chunks get to workers: by files in the folder, or by a queue in Redis',
    ['local', 'bullmq'],
    'local',
  ],
  '--redis <url>':
    'bullmq: the address, as redis://host:6379 or rediss://… (default: $INTERP_REDIS, where a password is safe)',
} as const satisfies OptionTexts;

/** The options of `interp batch work`. */
export const workTexts = {
  ...jobTexts,
  '--concurrency <n>': ['chunks computed at once, each in a process of its own', { ...count, max: 1024 }, 1],
  '--until-done': 'end when all chunks are done or set aside (default: wait for more)',
} as const satisfies OptionTexts;

/** The options of `interp batch board`. */
export const boardTexts = {
  '--redis <url>': jobTexts['--redis <url>'],
  '--port <n>': ['of the page, on this machine alone (default: a free one)', { integer: true, min: 0, max: 65_535 }],
} as const satisfies OptionTexts;

/** Options of every command of a job. */
export type JobOptions = CommonOptions & OptionsOf<typeof jobTexts> & OptionsOf<typeof boardTexts>;

/** Options of `interp batch work`. */
export type WorkOptions = CommonOptions & OptionsOf<typeof workTexts>;
