// The page that computes: by itself, or with the work in a Web Worker while it watches its own clock.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import { threadsAtWork, startBackend, whyFewerThreads } from '@interp/backend';
import { pretrained, pretrainedGenerator, pretrainedRbm } from '@interp/pretrained';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { frontEndsAt, pictureAt } from './fetched.mjs';
import { methods } from './methods.mjs';
import { others } from './others.mjs';
import { tenLines } from './ten-lines.mjs';
import { wasmPaths } from './wasm-paths.mjs';
import { watch } from './watch.mjs';

/** How many threads are at work, once those that were asked for have had some seconds to begin. */
const begun = async (threads) => {
  for (let wait = 0; wait < 50 && globalThis.crossOriginIsolated && threadsAtWork() < threads; wait++)
    await new Promise((resolve) => void setTimeout(resolve, 100));
  return threadsAtWork();
};

const on = async (backend, work, threads = 1) => {
  const { name } = await startBackend(backend, { wasmPaths, threads });
  if (name !== backend) throw new Error(`the backend is ${name}; expected ${backend}`);
  const longest = watch();
  const result = await work();
  return { ...result, waited: longest() };
};

const inWorker = async (work, folder) => {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' });
  const answered = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error === undefined ? resolve(data) : reject(new Error(data.error)));
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.postMessage({ work, folder: folder && new URL(folder, location.href).href });
  const longest = watch();
  const answer = await answered;
  worker.terminate();
  return { ...answer, waited: longest() };
};

globalThis.tries = {
  methods: (backend, options) => on(backend, () => methods(options)),
  threads: async (threads) => ({
    ...(await on('wasm', () => methods(), threads)),
    threads: await begun(threads),
    why: whyFewerThreads(),
    hasSharedMemory: globalThis.crossOriginIsolated && 'SharedArrayBuffer' in globalThis,
  }),
  others: (backend) => on(backend, others),
  stranger: (backend, url, ...some) => on(backend, async () => tenLines(await loadLayersModel(url), ...some)),
  worker: inWorker,
  frontEnds: (backend, folder) => on(backend, () => frontEndsAt(folder)),
  picture: async (url) => {
    const { data, width, height } = await pictureAt(url);
    return { data: [...data], width, height };
  },
  pictureRefusal: (url) =>
    pictureAt(url).then(
      () => 'none',
      ({ code }) => code,
    ),
  weights: async (baseUrl) => {
    const loaded = [
      await pretrained('lenet-relu', { baseUrl }),
      await pretrainedGenerator('generator-conv', { baseUrl }),
    ];
    const machine = await pretrainedRbm('rbm-8', { baseUrl });
    for (const each of [...loaded, machine]) each.dispose();
  },
  refusal: (baseUrl) =>
    pretrained('lenet', { baseUrl }).then(
      () => 'none',
      ({ code }) => code,
    ),
};
