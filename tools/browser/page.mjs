// The page that computes: by itself, or with the work in a Web Worker while it watches its own clock.
import '@tensorflow/tfjs-backend-webgl';
import { useBackend } from '@interp/backend';
import { methods } from './methods.mjs';
import { wasmPaths } from './wasm-paths.mjs';

globalThis.compute = async (backend, baseUrl) => {
  const { name } = await useBackend(backend, { wasmPaths });
  return { backend: name, ...(await methods({ baseUrl })) };
};

/** Has a worker compute; `longestGap` is how long a timer of 10 ms on the page waited at most, in ms. */
globalThis.computeInWorker = async () => {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' });
  const answered = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error === undefined ? resolve(data) : reject(new Error(data.error)));
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.postMessage('begin');
  let longestGap = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longestGap = Math.max(longestGap, now - last);
    last = now;
  }, 10);
  const answer = await answered;
  clearInterval(timer);
  worker.terminate();
  return { ...answer, longestGap };
};
