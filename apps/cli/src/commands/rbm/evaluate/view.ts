import type { LogDensityLevels, Rbm, RbmEvaluationSummary } from '@interp/rbm';
import { duration } from '@interp/report';
import { table } from '../../../shell/terminal/table.js';

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
