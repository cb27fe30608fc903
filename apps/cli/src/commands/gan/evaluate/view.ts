import type { GanEvaluation } from '@interp/gan';
import { percent } from '@interp/report';
import { table } from '../../../shell/terminal/table.js';

/** An evaluation as a table and lines. */
export const evaluationText = (found: GanEvaluation): string => {
  const { coverage, entropy, confidence, realConfidence, sure, realSure, frechet, floor } = found;
  const { neighbours, realNeighbours } = found;
  return [
    table([
      ['class', ...coverage.map((_, c) => String(c))],
      ['samples', ...coverage.map(percent)],
    ]),
    `entropy ${entropy.toFixed(3)} nats of ${Math.log(coverage.length).toFixed(3)}, mean confidence ${percent(confidence)}, ${percent(realConfidence)} for test digits`,
    `sure (P > 0.9) of ${percent(sure)} of the samples, ${percent(realSure)} of the test digits`,
    `Fréchet distance ${frechet.toFixed(3)} of ${found.n} samples, ${floor.toFixed(3)} between real digits`,
    ...(neighbours && realNeighbours
      ? [
          `to the nearest training digit: median ${neighbours.median.toFixed(2)}, least ${neighbours.least.toFixed(2)} of ${neighbours.n} samples; ` +
            `${realNeighbours.median.toFixed(2)} and ${realNeighbours.least.toFixed(2)} of test digits`,
        ]
      : []),
  ].join('\n');
};

/** The classes of the samples as bars. */
export const coveragePicture = async ({ coverage, n }: GanEvaluation): Promise<string> => {
  const { barChart } = await import('@interp/viz');
  return barChart(
    coverage.map((_, c) => String(c)),
    [{ values: coverage.map((part) => 100 * part) }],
    { title: `Classes of ${n} samples`, xTitle: 'class', yTitle: 'samples, %' },
  );
};
