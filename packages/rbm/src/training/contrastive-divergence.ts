import { checkedOptions, checkNumber } from '@interp/core/internal';
import type { NegativePhase, RbmTrainer } from './trainers.js';

/**
 * Contrastive divergence, CD-k (Hinton 2002): k Gibbs steps from the data of the batch.
 *
 * @param options - `k`, Gibbs steps, default 1
 * @returns the trainer
 * @throws InterpError `bad-option` for a k below 1
 */
export const contrastiveDivergence = (options: { k?: number } = {}): RbmTrainer => {
  const { k = 1 } = checkedOptions(options);
  checkNumber('k', k, { min: 1, integer: true });
  return {
    name: 'cd',
    settings: { k },
    chains: 0,
    negative: (sampler, positive) => {
      let h = positive;
      for (let step = 1; ; step++) {
        const x = sampler.visible(h);
        const xw = sampler.inputs(x);
        if (step === k) return { x, xw };
        h = sampler.hidden(xw);
      }
    },
  };
};

/**
 * Persistent contrastive divergence (Tieleman 2008): chains that go on from step to step. It makes the better densities: what plain CD
 * never visits stays likely.
 *
 * @param options - `k`, Gibbs steps at each training step, default 1; `chains`, default 64
 * @returns the trainer
 * @throws InterpError `bad-option` for a k or chains below 1
 */
export const persistentDivergence = (options: { k?: number; chains?: number } = {}): RbmTrainer => {
  const { k = 1, chains = 64 } = checkedOptions(options);
  checkNumber('k', k, { min: 1, integer: true });
  checkNumber('chains', chains, { min: 1, integer: true });
  return {
    name: 'pcd',
    settings: { k, chains },
    chains,
    negative: (sampler, _, states) => {
      let h = sampler.load(states);
      let last: NegativePhase | undefined;
      for (let step = 1; step <= k; step++) {
        const x = sampler.visible(h);
        last = { x, xw: sampler.inputs(x) };
        h = sampler.hidden(last.xw);
      }
      sampler.keep(h, states);
      return last!;
    },
  };
};
