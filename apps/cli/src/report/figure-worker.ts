import { parentPort, workerData } from 'node:worker_threads';
import { allClaims } from '../figures/all-claims.js';
import { allFigures } from '../figures/all-figures.js';
import { trainings } from '../figures/trainings.js';
import { localMaker } from './local-maker.js';
import type { RunSettings } from './run-settings.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

const settings = workerData as RunSettings;
const controller = new AbortController();
const maker = localMaker(settings, { env: process.env, signal: controller.signal });
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
