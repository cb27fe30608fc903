import type { LogDensityLevels, Rbm, RbmEvaluationSummary } from '@interp/rbm';
import { duration, table } from '../../shell/text.js';

/** A chain of Gibbs steps. */
interface SampleRow {
  readonly input: string;
  readonly before: { readonly logDensity: number };
  readonly after: { readonly logDensity: number };
  readonly active: number;
}

/** Chains as a table. */
export const samplesText = (rows: readonly SampleRow[], steps: number, seconds: number): string =>
  [
    table([
      ['start', 'log p* there', `after ${steps}`, 'hidden units on'],
      ...rows.map(({ input, before, after, active }) => [
        input,
        before.logDensity.toFixed(1),
        after.logDensity.toFixed(1),
        `${(100 * active).toFixed(0)} %`,
      ]),
    ]),
    `${rows.length} ${rows.length === 1 ? 'chain' : 'chains'} in ${duration(seconds)}`,
  ].join('\n');

const levelCells = ({ images, black, grey, white }: LogDensityLevels): readonly string[] =>
  [images, black, grey, white].map((value) => value.toFixed(1));

/** An evaluation in which log Z is known, with log-densities and log-likelihoods as a table. */
export const evaluationText = (
  { variant, visible, hidden }: Rbm,
  summary: RbmEvaluationSummary,
  digits: string,
  seconds: number,
): string => {
  const { logZ = NaN, logZLow = NaN, logZHigh = NaN, how, warning, logDensity, logLikelihood, baselines } = summary;
  const range = logZLow === logZHigh ? '' : `, ${logZLow.toFixed(2)} to ${logZHigh.toFixed(2)}`;
  return [
    `${variant.name}, ${visible} visible and ${hidden} hidden units; ${digits}, nats an image`,
    `log Z ${logZ.toFixed(3)} (${how}${range})`,
    ...(warning === undefined ? [] : [`warning: ${warning}`]),
    table([
      ['', 'digits', 'black', 'grey', 'white'],
      ['log p*', ...levelCells(logDensity)],
      ['log p', ...levelCells(logLikelihood!)],
      ...baselines.map((baseline) => [baseline.name, ...levelCells(baseline.logLikelihood)]),
    ]),
    summary.claim.verdict,
    `in ${duration(seconds)}`,
  ].join('\n');
};
