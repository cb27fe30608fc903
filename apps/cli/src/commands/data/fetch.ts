import { fetchMnist, mnistCacheFolder, verifyMnist } from '@interp/mnist/node';
import type { DataOptions } from './command.js';
import type { Job } from '../../shell/job.js';
import type { Outcome } from '../../shell/result.js';
import { checkWritable } from '../../shell/places.js';
import { filesText } from './verify.js';

/** Downloads MNIST. */
export const dataFetch = async (job: Job<DataOptions>): Promise<Outcome> => {
  const { options, env, signal } = job;
  const folder = options.data ?? (env['INTERP_DATA'] || mnistCacheFolder());
  await checkWritable(folder);
  let view = job.progress('fetch');
  let total = 0;
  const report = await fetchMnist(folder, {
    ...(options.mirror && { mirrors: options.mirror }),
    signal,
    onStep: (step) => {
      if (step.total !== undefined && step.total !== total) {
        view.stop();
        total = step.total;
        view = job.progress('fetch', total);
      }
      view.update(step.step, step.value.file);
    },
  }).finally(() => view.stop());
  const verification = await verifyMnist(folder);
  return {
    json: {
      folder,
      ...report,
      ok: verification.ok,
      files: verification.files.map((file, i) => ({ ...report.files[i], ...file })),
    },
    text: filesText(folder, verification),
  };
};
