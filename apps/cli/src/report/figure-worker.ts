import { parentPort, workerData } from 'node:worker_threads';
import { allClaims, allFigures } from '@interp/thesis';
import { localMaker, trainings, type FromWorker, type RunSettings, type ToWorker } from '@interp/thesis/node';
import { openContext } from '../figures/open-context.js';

const settings = workerData as RunSettings;
const controller = new AbortController();
const maker = localMaker(settings, { env: process.env, signal: controller.signal, open: openContext });
const figures = [...trainings(settings.folder), ...allFigures, ...allClaims];
const tell = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'stop') {
    controller.abort();
    return;
  }
  const figure = figures.find(({ number }) => number === message.number)!;
  maker
    .make(figure, (part) => tell({ kind: 'progress', part }))
    .then(
      (record) => tell({ kind: 'made', record }),
      () => tell({ kind: 'stopped' }),
    );
});
