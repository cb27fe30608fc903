import type { ChosenBackend, MeasuredWork } from '@interp/backend';
import { plainText } from '@interp/checks';
import { readStream, writeWithFolder } from '@interp/files/internal';
import { checkWritable } from '@interp/files/node';
import type { OpenedClassifier, PassesOptions } from '@interp/open';
import { UsageError } from './failure.js';
import type { Job } from './job.js';
import type { CommonOptions } from './options.js';
import { progress } from './terminal/progress.js';
import type { Terminal } from './terminal/terminal.js';

/** More images than this make a picture that nobody can look at. */
const mostDrawn = 200;

/** Characters of a note at most. */
const mostOfNote = 1000;

/** More bytes than this are no picture. */
const mostPiped = 512 * 1024 * 1024;

/** Reads what is piped in. */
const readAll = async (stdin: Terminal['stdin']): Promise<Uint8Array> => {
  if (!stdin || stdin.isTTY === true)
    throw new UsageError(
      '- is a picture on standard input, where none is; pipe one in, as in interp classify - < photo.jpg',
    );
  const bytes = await readStream(stdin, mostPiped);
  if (!bytes) throw new UsageError('what is piped in is no picture: more than 512 MB; expected one picture');
  if (bytes.length === 0)
    throw new UsageError(
      'nothing came on standard input; expected a PNG, JPEG or WebP picture; look at what is before the pipe',
    );
  return bytes;
};

/** Makes a job of parsed options. */
export const createJob = (options: CommonOptions, terminal: Terminal): Job => {
  const { backend, workers, quiet, verbose } = options;
  const note = (text: string): void => {
    if (!quiet) terminal.stderr.write(`${plainText(text, mostOfNote)}\n`);
  };
  const said = new Set<string>();
  const detail = (text: string): void => {
    if (verbose && said.size < said.add(text).size) note(text);
  };
  const start = async (work?: MeasuredWork): Promise<ChosenBackend> => {
    const { backendLines, startBackend } = await import('@interp/backend');
    const chosen = await startBackend(backend, { threads: workers, work });
    backendLines(chosen).forEach(detail);
    if (chosen.whyOneThread !== undefined) (workers === 'auto' ? detail : note)(`one thread: ${chosen.whyOneThread}`);
    return chosen;
  };
  let started: Promise<ChosenBackend> | undefined;
  let opened: OpenedClassifier | undefined;
  const unread: string[] = [];
  let piped: Promise<Uint8Array> | undefined;
  const job: Job = {
    signal: terminal.signal,
    env: terminal.env,
    withClassifier: async (spec, work, settings) => {
      const [{ withClassifier }] = await Promise.all([import('../models/open.js'), job.startBackend()]);
      const looking = { ...settings, signal: terminal.signal, readInputs: job.readInputs };
      return withClassifier(spec, (classifier) => work((opened = classifier)), looking);
    },
    readInputs: async (specs, consumer, how) => {
      const { readInputs } = await import('../inputs/read-inputs.js');
      const stdin = () => (piped ??= readAll(terminal.stdin));
      const images = await readInputs(specs, consumer, how, { ...job, stdin });
      unread.push(...images.missing.flatMap(({ error }) => error ?? []));
      await job.settleBackend(images.size);
      return images;
    },
    unread,
    startBackend: () => (started ??= start()),
    settleBackend: async (images) => {
      if (!opened || !(await started)?.waits) return;
      const [{ workOnImages }, { steps, method }] = [await import('@interp/open'), options as PassesOptions];
      await (started = start(workOnImages(opened, images, { steps, method })));
    },
    checkWritable,
    write: writeWithFolder,
    note,
    detail,
    reportThreads: async () => {
      if (!verbose || workers === 1 || (await started)?.name !== 'wasm') return;
      const { threadLines } = await import('@interp/backend');
      threadLines().forEach(detail);
    },
    drawn: (count) => {
      if (count > mostDrawn) note(`the picture shows the first ${mostDrawn} of ${count} images`);
      return Math.min(count, mostDrawn);
    },
    progress: (label, total) => progress(label, total, quiet ? undefined : terminal.stderr),
  };
  return job;
};
