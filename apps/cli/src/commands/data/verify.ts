import { InterpError } from '@interp/core';
import { verifyMnist, type Verification } from '@interp/mnist/node';
import type { DataOptions } from './command.js';
import { findData } from '../../inputs/open-mnist.js';
import type { Job } from '../../shell/job.js';
import type { Outcome } from '../../shell/result.js';
import { bytes, table } from '../../shell/text.js';

/** The report on the four files, as text. */
export const filesText = (folder: string, { files }: Verification): string =>
  [
    folder,
    table(files.map(({ name, status, bytes: size, md5, reason }) => [name, status, bytes(size), reason ?? md5])),
  ].join('\n');

/** Compares the files of MNIST with their checksums; files that are wrong are an error. */
export const dataVerify = async (job: Job<DataOptions>): Promise<Outcome> => {
  const folder = await findData(job);
  const report = await verifyMnist(folder);
  const wrong = report.files.filter(({ status }) => status !== 'ok');
  if (wrong.length > 0) {
    const what = wrong.map(({ name, status, reason }) => `${name} (${reason ?? status})`).join(', ');
    throw new InterpError('bad-checksum', `MNIST in ${folder} is not right: ${what}; run interp data fetch`);
  }
  return { json: { folder, ...report }, text: `${filesText(folder, report)}\nall four files are right` };
};
