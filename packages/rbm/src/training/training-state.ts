import type { LabelledImages } from '@interp/core';
import { hostValues } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { centred, folded } from './centred-parameters.js';
import { pixelStatistics } from '../density/pixel-statistics.js';
import type { RandomBlocks } from '../sampling/random-blocks.js';
import { rbm, type Rbm } from '../rbm.js';
import { rbmGradient } from './gradient.js';
import { updateParameters, type UpdateStep, type Velocities } from './update.js';
import type { TrainRbmSettings } from './train-options.js';

/** An RBM while it is trained. It holds plain arrays and no tensors. */
export interface RbmTrainingState {
  /** One step on a batch; `images` is borrowed. Throws `not-finite` and `bad-value`. */
  step(images: tf.Tensor, random: RandomBlocks, at: UpdateStep): void;
  /** The RBM as it is now, the caller's. */
  model(): Rbm;
  /** All arrays by name, for checkpoints. */
  readonly arrays: Readonly<Record<string, Float32Array>>;
}

/**
 * An RBM to be trained.
 *
 * @param start - where it starts; borrowed
 * @param data - its images, whose mean becomes the visible centre; borrowed
 * @param settings - how
 * @param random - decides the chains' first states
 * @returns its state
 */
export const rbmTrainingState = async (
  start: Rbm,
  data: LabelledImages,
  settings: TrainRbmSettings,
  random: RandomBlocks,
): Promise<RbmTrainingState> => {
  const { variant, inputShape, visible, hidden } = start;
  const mean = settings.centre === 'none' ? new Float64Array(visible) : (await pixelStatistics(data)).mean;
  const p = centred(start, {
    visibleCentre: Float32Array.from(mean),
    hiddenCentre: new Float32Array(hidden).fill(settings.centre === 'both' ? 0.5 : 0),
  });
  const velocities: Velocities = {
    weights: new Float32Array(p.weights.length),
    visibleBias: new Float32Array(p.visibleBias.length),
    hiddenBias: new Float32Array(p.hiddenBias.length),
    logPrecision: new Float32Array(p.logPrecision.length),
  };
  const first = random.uniforms([settings.trainer.chains * hidden]);
  const states = hostValues(first).map(Math.round);
  first.dispose();
  return {
    step: (images, blocks, at) => {
      tf.tidy(() => {
        const gradient = rbmGradient(variant, p, images, settings, states, blocks);
        updateParameters(variant, p, gradient, velocities, settings, at);
      });
    },
    model: () => rbm({ variant, inputShape, parameters: folded(variant, p) }),
    arrays: {
      ...p,
      ...Object.fromEntries(Object.entries(velocities).map(([name, values]) => [`velocity/${name}`, values])),
      states,
    },
  };
};
