import { checkedOptions, checkNumber, hostTensor, hostValues } from '@interp/core/internal';
import type * as tf from '@tensorflow/tfjs-core';
import type { ChainSampler, NegativePhase, RbmTrainer } from './rbm-trainer.js';

const chosenRows = (x: tf.Tensor2D, rows: Int32Array): tf.Tensor2D => {
  const width = x.shape[1];
  return hostTensor([rows.length, width], (out) => {
    const values = hostValues(x);
    rows.forEach((from, row) => {
      out.set(values.subarray(from * width, (from + 1) * width), row * width);
    });
  }) as tf.Tensor2D;
};

/** For each row, the row whose state it has after neighbouring tempers were offered to swap, first the even pairs and then the odd ones. */
const swaps = (sampler: ChainSampler, interaction: Float64Array, tempers: Float32Array, chains: number): Int32Array => {
  const from = Int32Array.from(interaction, (_, row) => row);
  const level = hostValues(sampler.uniforms(interaction.length));
  for (const first of [0, 1])
    for (let row = first * chains; row + chains < from.length; row++) {
      if ((Math.floor(row / chains) - first) % 2 !== 0) continue;
      const above = row + chains;
      const gain = (tempers[above] - tempers[row]) * (interaction[from[row]] - interaction[from[above]]);
      if (Math.log(level[row]) < gain) [from[row], from[above]] = [from[above], from[row]];
    }
  return from;
};

/**
 * Parallel tempering (Desjardins et al. 2010; Cho, Raiko & Ilin 2010): each chain also runs at weaker weights, where it crosses from mode to
 * mode, and neighbours swap. As dear as `temperatures` times as many chains.
 *
 * @param options - `k`, Gibbs steps at each training step, default 1; `chains`, default 16; `temperatures`, how many inverse temperatures, evenly spread from 0 to 1, default 8
 * @returns the trainer
 * @throws InterpError `bad-option` for a k or chains below 1 or fewer than two temperatures
 */
export const parallelTempering = (options: { k?: number; chains?: number; temperatures?: number } = {}): RbmTrainer => {
  const { k = 1, chains = 16, temperatures = 8 } = checkedOptions(options);
  checkNumber('k', k, { min: 1, integer: true });
  checkNumber('chains', chains, { min: 1, integer: true });
  checkNumber('temperatures', temperatures, { min: 2, integer: true });
  const temperOf = Float32Array.from(
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
        const x = sampler.visible(h, temperOf);
        last = { x, xw: sampler.inputs(x) };
        h = sampler.hidden(last.xw, temperOf);
      }
      const { x, xw } = last!;
      const from = swaps(sampler, sampler.interaction(xw, h), temperOf, chains);
      sampler.keep(chosenRows(h, from), states);
      const top = from.subarray(from.length - chains);
      return { x: chosenRows(x, top), xw: chosenRows(xw, top) };
    },
  };
};
