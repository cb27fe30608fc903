import type { AttackSummary } from '@interp/adversarial';
import { float32Entry, int32Entry } from '@interp/core';
import { attackText, type AttackRow } from './view.js';
import type { AttackCommandOptions } from './command.js';
import type { Job } from '../../shell/job.js';
import type { Outcome } from '../../shell/result.js';
import { drawn } from '../../shell/pictures.js';
import { brief, percent } from '../../shell/text.js';

/** What an attack gave, in plain arrays. */
export interface AttackFindings {
  /** What became of each image. */
  readonly rows: readonly AttackRow[];
  /** ρ of images that their label does not fit, from what they are taken for. */
  readonly rhoOfWrong: readonly number[];
  /** The attack's norm. */
  readonly norm: string;
  /** All together. */
  readonly summary: AttackSummary;
  /** The images. */
  readonly images: { readonly data: Float32Array; readonly shape: readonly number[] };
  /** What was returned of them. */
  readonly adversarial: Float32Array;
  /** What was added. */
  readonly perturbation: Float32Array;
  /** The command at work. */
  readonly job: Job<AttackCommandOptions>;
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const pictureOf = async ({ rows, images, adversarial, perturbation, job }: AttackFindings): Promise<string> => {
  const { attackTriples } = await import('@interp/viz');
  const n = drawn(rows.length, job);
  const shape = [n, ...images.shape.slice(1)];
  const part = (data: Float32Array) => ({ data: data.subarray(0, (data.length / rows.length) * n), shape });
  const some = rows.slice(0, n);
  return attackTriples({
    images: part(images.data),
    perturbations: part(perturbation),
    adversarial: part(adversarial),
    before: some.map(({ before }) => `${before.class}: ${percent(before.probability)}`),
    changes: some.map(({ l2 }) => `|r| ${brief(l2)}`),
    after: some.map(({ after }) => `${after.class}: ${percent(after.probability)}`),
  });
};

/**
 * An attack in all forms that people can ask for.
 *
 * @param findings - what it gave
 * @returns JSON document, text, tensors, picture
 */
export const attackOutcome = (findings: AttackFindings): Outcome => {
  const { rows, rhoOfWrong, norm, summary, images, adversarial, perturbation } = findings;
  const { successRate, medianL2, medianLinf } = summary;
  const key = norm === 'linf' ? 'rhoLinf' : 'rhoL2';
  const fooled = rows.filter(({ outcome }) => outcome === 'succeeded').map((row) => row[key]);
  const n = rows.length;
  const classes = (of: (row: AttackRow) => number) => int32Entry([n], rows.map(of));
  return {
    json: {
      results: rows,
      successRate,
      medianL2,
      medianLinf,
      rho: mean([...fooled, ...rhoOfWrong]),
      rhoNorm: norm === 'linf' ? 'linf' : 'l2',
      succeeded: summary.succeeded,
      failed: summary.failed,
      masked: summary.masked,
      alreadyWrong: summary.alreadyWrong,
    },
    text: attackText(rows, summary),
    tensors: [
      ['images', float32Entry(images.shape, images.data)],
      ['adversarial', float32Entry(images.shape, adversarial)],
      ['perturbation', float32Entry(images.shape, perturbation)],
      ['labels', classes(({ label }) => label)],
      ['before', classes(({ before }) => before.class)],
      ['after', classes(({ after }) => after.class)],
    ],
    picture: () => pictureOf(findings),
  };
};
