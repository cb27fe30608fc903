import { number, optionsTable } from '@interp/checks';
import { hostTensor, hostValues } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import {
  contrastiveDivergenceOptions,
  type ChainSampler,
  type ContrastiveDivergenceOptions,
  type NegativePhase,
  type RbmTrainer,
} from './trainers.js';

/** Options of {@link parallelTempering}. */
export interface ParallelTemperingOptions extends ContrastiveDivergenceOptions {
  /** Persistent chains at each temperature. Default 16. */
  readonly chains?: number;
  /** Number of inverse temperatures, evenly spaced from 0 to 1. Default 8. */
  readonly temperatures?: number;
}

/** Checks and defaults of {@link ParallelTemperingOptions}. */
export const parallelTemperingOptions = optionsTable<ParallelTemperingOptions>()({
  ...contrastiveDivergenceOptions.rules,
  chains: number({ min: 1, integer: true, default: 16 }),
  temperatures: number({ min: 2, integer: true, default: 8 }),
});

const selectRows = (x: tf.Tensor2D, rows: Int32Array): tf.Tensor2D => {
  const width = x.shape[1];
  return hostTensor([rows.length, width], (out) => {
    const values = hostValues(x);
    rows.forEach((from, row) => {
      out.set(values.subarray(from * width, (from + 1) * width), row * width);
    });
  }) as tf.Tensor2D;
};

/** For each row, the row whose state it has after neighbours in temperature were offered to swap, first the even pairs and then the odd ones. */
const swaps = (sampler: ChainSampler, interaction: Float64Array, betas: Float32Array, chains: number): Int32Array => {
  const from = Int32Array.from(interaction, (_, row) => row);
  const level = hostValues(sampler.uniforms(interaction.length));
  for (const first of [0, 1])
    for (let row = first * chains; row + chains < from.length; row++) {
      if ((Math.floor(row / chains) - first) % 2 !== 0) continue;
      const above = row + chains;
      const gain = (betas[above] - betas[row]) * (interaction[from[row]] - interaction[from[above]]);
      if (Math.log(level[row]) < gain) [from[row], from[above]] = [from[above], from[row]];
    }
  return from;
};

/**
 * Parallel tempering (Desjardins et al. 2010; Cho, Raiko & Ilin 2010): each chain also runs at lower inverse temperatures, where it moves between modes
 * more easily, and neighbours swap states. It costs as much as `temperatures` times as many chains.
 *
 * @param options - k, chains and temperatures
 * @returns the trainer
 * @throws InterpError `bad-option` for a k or chains below 1 or fewer than two temperatures
 */
export const parallelTempering = (options?: ParallelTemperingOptions): RbmTrainer => {
  const { k, chains, temperatures } = parallelTemperingOptions.withDefaults(options);
  const betas = Float32Array.from(
    { length: chains * temperatures },
    (_, row) => Math.floor(row / chains) / (temperatures - 1),
  );
  return {
    name: 'pt',
    settings: { k, chains, temperatures },
    chains: chains * temperatures,
    negative: (sampler, _, states) => {
      let h = sampler.load(states);
      let last: NegativePhase | undefined;
      for (let step = 1; step <= k; step++) {
        const x = sampler.visible(h, betas);
        last = { x, xw: sampler.inputs(x) };
        h = sampler.hidden(last.xw, betas);
      }
      const { x, xw } = last!;
      const from = swaps(sampler, sampler.interaction(xw, h), betas, chains);
      sampler.keep(selectRows(h, from), states);
      const top = from.subarray(from.length - chains);
      return { x: selectRows(x, top), xw: selectRows(xw, top) };
    },
  };
};
