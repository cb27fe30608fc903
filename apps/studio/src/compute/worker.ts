import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-core';
import * as comlink from 'comlink';
import { attack, waysOut } from '../views/attack/attack.js';
import { explain } from '../views/explain/explain.js';
import { layerChannels } from '../views/explain/layer-channels.js';
import { imagine } from '../views/imagine/imagine.js';
import { latentMap, latentPoint } from '../views/imagine/latent-map.js';
import type { lookByOwn, rangesByOwn } from '../views/model/look.js';
import type { describeOwn, supportedByOwn } from '../views/model/model.js';
import { segments } from '../views/segments/segments.js';
import { inputPixels } from './input-pixels.js';
import { preparePicture } from './open-picture.js';
import { wasmPaths } from './wasm-paths.js';
import type { BackendChoice, StartedBackend } from './backend-choice.js';

/** Tells the page, by an error that nobody catches, when the graphics card is taken away: nothing that is computed there is right from then on. */
const watchGraphics = (): void => {
  const { gpgpu } = tf.backend() as unknown as { readonly gpgpu: { readonly gl: WebGLRenderingContext } };
  gpgpu.gl.canvas.addEventListener('webglcontextlost', () => {
    throw new Error('the graphics card was lost');
  });
};

/** Starts a backend: the one that is named, or the first of those that work here. A lock with the name `life` is held as long as this worker lives. */
const start = async (name: BackendChoice, life: string): Promise<StartedBackend> => {
  if (isSecureContext) void navigator.locks.request(life, () => new Promise(() => undefined));
  if (name !== 'wasm') await import('@tensorflow/tfjs-backend-webgl');
  const { name: started, threads } = await startBackend(name, { wasmPaths, threads: 'auto' });
  if (started === 'webgl') watchGraphics();
  return { name: started, threads };
};

/** Models of one's own need all front ends, which are fetched with the first of them. */
const ofOwn = async () => ({
  ...(await import('../views/model/model.js')),
  ...(await import('../views/model/look.js')),
});

/** What the page can ask for. */
const studio = {
  start,
  preparePicture,
  explain,
  layerChannels,
  attack,
  waysOut,
  segments,
  imagine,
  latentMap,
  latentPoint,
  seenPixels: inputPixels,
  describeOwn: async (...given: Parameters<typeof describeOwn>) => (await ofOwn()).describeOwn(...given),
  supportedByOwn: async (...given: Parameters<typeof supportedByOwn>) => (await ofOwn()).supportedByOwn(...given),
  rangesByOwn: async (...given: Parameters<typeof rangesByOwn>) => (await ofOwn()).rangesByOwn(...given),
  lookByOwn: async (...given: Parameters<typeof lookByOwn>) => (await ofOwn()).lookByOwn(...given),
};

/** What the page can ask for. */
export type Studio = typeof studio;

comlink.expose(studio);
