import { parentPort, workerData } from 'node:worker_threads';
import { figures } from '../../figures.js';
import { trainings } from '../../training/trainings.js';
import { localMaker, type FromWorker, type ToWorker } from './makers.js';
import type { RunSettings } from './records.js';

const settings = workerData as RunSettings;
const controller = new AbortController();
const maker = localMaker(settings, controller.signal);
const all = [...trainings(settings.folder), ...Object.values(figures)];
const send = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'stop') {
    controller.abort();
    return;
  }
  const figure = all.find(({ number }) => number === message.number)!;
  void maker
    .make(figure, (part) => send({ kind: 'progress', part }))
    .then((record) => send(record ? { kind: 'made', record } : { kind: 'stopped' }));
});
