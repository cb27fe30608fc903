import type { Classifier, Decoder } from '@interp/core';
import { evaluateGan, type GanEvaluation } from '@interp/gan';
import { startBackendOf } from '../../shell/backend.js';
import type { GanEvaluateOptions } from './command.js';
import { Interrupted } from '../../shell/failure.js';
import { digitsToCompare } from './digits.js';
import type { Job } from '../../shell/job.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { withDecoder } from '../../models/decoder.js';
import { percent, table } from '../../shell/text.js';

/** An evaluation as text. */
export const evaluationText = (found: GanEvaluation): string => {
  const { coverage, entropy, confidence, realConfidence, frechet, floor, neighbours, realNeighbours } = found;
  const near = neighbours &&
    realNeighbours && [
      `to the nearest training digit: median ${neighbours.median.toFixed(2)}, least ${neighbours.least.toFixed(2)} of ${neighbours.n} samples; ` +
        `${realNeighbours.median.toFixed(2)} and ${realNeighbours.least.toFixed(2)} of test digits`,
    ];
  return [
    table([
      ['class', ...coverage.map((_, c) => String(c))],
      ['samples', ...coverage.map(percent)],
    ]),
    `entropy ${entropy.toFixed(3)} nats of ${Math.log(coverage.length).toFixed(3)}, mean confidence ${percent(confidence)}, ${percent(realConfidence)} for test digits`,
    `Fréchet distance ${frechet.toFixed(3)} of ${found.n} samples, ${floor.toFixed(3)} between real digits`,
    ...(near ?? []),
  ].join('\n');
};

const pictureOf = async ({ coverage, n }: GanEvaluation): Promise<string> => {
  const { barChart } = await import('@interp/viz');
  return barChart(
    coverage.map((_, c) => String(c)),
    [{ values: coverage.map((part) => 100 * part) }],
    { title: `Classes of ${n} samples`, xTitle: 'class', yTitle: 'samples, %' },
  );
};

const evaluateBy = async (source: Decoder, judge: Classifier, job: Job<GanEvaluateOptions>): Promise<Outcome> => {
  const begun = performance.now();
  const { count, neighbours, seed, drawn = false } = job.options;
  const digits = await digitsToCompare(job, drawn);
  if (job.signal.aborted) throw new Interrupted('interrupted before the first sample');
  const view = job.progress('evaluation');
  const found = await evaluateGan(source, judge, digits, {
    count,
    neighbours,
    seed,
    signal: job.signal,
    onStep: ({ value }) => view.update(value.done, value.doing),
  })
    .catch((error: unknown) => {
      if ((error as { name?: unknown }).name !== 'AbortError') throw error;
      throw new Interrupted('interrupted; half an evaluation says nothing');
    })
    .finally(() => view.stop());
  const seconds = (performance.now() - begun) / 1000;
  return {
    json: { model: job.options.model, judge: job.options.judge, digits: digits.source, ...found, seconds },
    text: evaluationText(found),
    picture: () => pictureOf(found),
  };
};

/** Evaluates a generator. */
export const ganEvaluate = async (job: Job<GanEvaluateOptions>): Promise<Outcome> => {
  await startBackendOf(job);
  return withDecoder(job.options.model, (source) =>
    withClassifier(job.options.judge, (judge) => evaluateBy(source, judge, job)),
  );
};
