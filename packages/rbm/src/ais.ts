import { drive, InterpError, type DriveOptions } from '@interp/core';
import { checkedOptions } from '@interp/core/internal';
import type { AisOptions } from './ais-options.js';
import { aisSteps, type AisStep, type LogPartitionEstimate } from './ais-steps.js';
import type { Rbm } from './rbm.js';

/**
 * Estimates log Z by annealed importance sampling (Neal 2001; Salakhutdinov & Murray 2008), from a base rate to the model and back (Burda,
 * Grosse & Salakhutdinov 2015): the two runs bracket the truth, and a warning in the result says when they disagree. Weights are summed in
 * float64.
 *
 * @param machine - the RBM; borrowed
 * @param options - temperatures, chains, samples, and `onStep` and `signal` of `drive`
 * @returns the estimate
 * @throws InterpError `bad-option` for an option out of range or where the signal stopped it, `bad-shape` or `bad-value` for samples that do
 *   not fit
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { sampleDigits } from '@interp/mnist';
 * import { ais, cho, exactLogPartition, initialRbm } from '@interp/rbm';
 *
 * await startBackend('wasm');
 * const machine = await initialRbm(sampleDigits(), { hidden: 8, variant: cho });
 * const { logZ, low, high, warning } = await ais(machine, { temperatures: 100, chains: 20 });
 * console.log(await exactLogPartition(machine), low, logZ, high, warning ?? 'both runs agree');
 * machine.dispose();
 * ```
 */
export const ais = async (
  machine: Rbm,
  options: AisOptions & DriveOptions<AisStep> = {},
): Promise<LogPartitionEstimate> => {
  const { onStep, signal, total, yieldEvery, ...rest } = checkedOptions(options);
  const estimate = await drive(aisSteps(machine, rest), {
    ...(onStep && { onStep }),
    ...(signal && { signal }),
    ...(total !== undefined && { total }),
    ...(yieldEvery !== undefined && { yieldEvery }),
  });
  if (!estimate)
    throw new InterpError('bad-option', 'the sampling was stopped; an estimate needs all temperatures; run it again');
  return estimate;
};
