import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import * as comlink from 'comlink';
import { explain } from '../views/explain/explain.js';
import { inputPixels } from './input-pixels.js';
import { messageOf } from './message-of.js';
import { preparePicture } from './open-picture.js';
import { wasmPaths } from './wasm-paths.js';
import { usualBackend, type BackendChoice, type StartedBackend } from './backend-choice.js';

/** Tells the page, by an error that nobody catches, that the graphics card was taken away: nothing that is computed there is right from then on. */
const lose = (): never => {
  throw new Error('the graphics card was lost');
};

/** Watches for that, each kind of backend in its way. */
const watchGraphics: Partial<Record<string, () => void>> = {
  webgl: () => {
    const { gpgpu } = tf.backend() as unknown as { readonly gpgpu: { readonly gl: WebGLRenderingContext } };
    gpgpu.gl.canvas.addEventListener('webglcontextlost', lose);
  },
  webgpu: () => {
    const { device } = tf.backend() as unknown as { readonly device: { readonly lost: Promise<unknown> } };
    void device.lost.then(() => setTimeout(lose));
  },
};

/** Loads what backends on the graphics card need. */
const loaders: Partial<Record<BackendChoice, () => Promise<unknown>>> = {
  webgl: () => import('@tensorflow/tfjs-backend-webgl'),
  webgpu: () => import('@tensorflow/tfjs-backend-webgpu'),
};

const startOne = async (name: BackendChoice): Promise<StartedBackend> => {
  await loaders[name]?.();
  const { name: started, threads } = await startBackend(name, { wasmPaths, threads: 'auto' });
  watchGraphics[started]?.();
  return { name: started, threads };
};

/** Starts the backend that is named; where it cannot be used, the usual one, and says why. A lock with the name `life` is held as long as this worker lives. */
const start = async (name: BackendChoice, life: string): Promise<StartedBackend> => {
  if (isSecureContext) void navigator.locks.request(life, () => new Promise(() => undefined));
  if (name === usualBackend) return startOne(name);
  return startOne(name).catch(async (error: unknown) => ({
    ...(await startOne(usualBackend)),
    instead: messageOf(error),
  }));
};

/** The bytes of all pictures in an answer, which the page gets without a copy. */
const pictureBytes = (answer: unknown): ArrayBuffer[] => {
  if (answer instanceof Uint8ClampedArray) return [answer.buffer as ArrayBuffer];
  if (answer === null || typeof answer !== 'object' || ArrayBuffer.isView(answer)) return [];
  return Object.values(answer).flatMap(pictureBytes);
};

/** Work of a view, whose code is fetched with the first question; pictures in its answers are handed over. */
const lazily =
  <A extends readonly unknown[], T>(load: () => Promise<(...given: A) => T | Promise<T>>) =>
  async (...given: A): Promise<T> => {
    const answer = await (await load())(...given);
    const isObject = typeof answer === 'object' && answer !== null;
    return isObject ? comlink.transfer(answer, [...new Set(pictureBytes(answer))]) : answer;
  };

const ofAttack = () => import('../views/attack/attack.js');
const ofImagine = () => import('../views/imagine/imagine.js');
const ofLatent = () => import('../views/imagine/latent-map.js');
const ofModel = () => import('../views/model/model.js');
const ofLook = () => import('../views/model/look.js');

/** Fetches what models of one's own need, before there is one. */
const prepareForOwn = async (): Promise<void> => {
  await Promise.all([ofModel(), ofLook(), import('@interp/open/page')]);
};

/** What the page can ask for. Models of one's own need all front ends, which are fetched with the first of them. */
const studio = {
  start,
  preparePicture,
  seenPixels: inputPixels,
  explain: lazily(() => Promise.resolve(explain)),
  looksNovel: lazily(async () => (await import('../views/explain/looks-novel.js')).looksNovel),
  layerChannels: lazily(async () => (await import('../views/explain/layer-channels.js')).layerChannels),
  attack: lazily(async () => (await ofAttack()).attack),
  waysOut: lazily(async () => (await import('../views/attack/ways-out.js')).waysOut),
  segments: lazily(async () => (await import('../views/segments/segments.js')).segments),
  imagine: lazily(async () => (await ofImagine()).imagineWatched),
  latentMap: lazily(async () => (await ofLatent()).latentMap),
  latentPoint: lazily(async () => (await ofLatent()).latentPoint),
  prepareForOwn,
  readerOf: lazily(async () => (await import('./models/reader.js')).readerOf),
  describeOwn: lazily(async () => (await ofModel()).describeOwn),
  supportedByOwn: lazily(async () => (await ofModel()).supportedByOwn),
  rangesByOwn: lazily(async () => (await ofLook()).rangesByOwn),
  resultsPage: lazily(async () => (await import('../views/results/results.js')).resultsPage),
  lookByOwn: lazily(async () => (await ofLook()).lookByOwn),
};

/** What the page can ask for. */
export type Studio = typeof studio;

comlink.expose(studio);
