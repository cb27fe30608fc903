import { float32Entry, int32Entry, type Classifier } from '@interp/core';
import { checkClass } from '@interp/core/internal';
import type { LedgerRow } from '@interp/lrp';
import { startBackendOf } from '../../shell/backend.js';
import { batchOf, collector } from '../../inputs/batch.js';
import type { ExplainOptions } from './command.js';
import { inChunks } from '../../shell/in-chunks.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import { chunkOf, explanationOf, type Explanation } from './methods.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { drawn } from '../../shell/pictures.js';
import { brief, table } from '../../shell/text.js';

interface Row {
  readonly input: string;
  readonly label?: number;
  readonly class: number;
  readonly versus?: number;
  readonly score: number;
  readonly total: number;
  readonly ledger?: readonly LedgerRow[];
  readonly conservationError?: number;
  readonly completenessError?: number;
}

/** The ledger of one image as a table. */
const ledgerText = (ledger: readonly LedgerRow[]): string =>
  table([
    ['layer', 'in', 'out', 'bias', 'stabiliser', 'empty'],
    ...ledger.map(({ layer, in: arrived, out, bias, stabiliser, empty }) => [
      layer,
      ...[arrived, out, bias, stabiliser, empty].map(brief),
    ]),
  ]);

const textOf = (rows: readonly Row[]): string => {
  const errors = rows.some(({ conservationError }) => conservationError !== undefined);
  const lines = table([
    ['input', 'class', 'score', 'total', ...(errors ? ['conservation error'] : [])],
    ...rows.map(({ input, class: explained, versus, score, total, conservationError }) => [
      input,
      versus === undefined ? String(explained) : `${explained} rather than ${versus}`,
      brief(score),
      brief(total),
      ...(errors ? [(conservationError ?? 0).toExponential(1)] : []),
    ]),
  ]);
  const [{ ledger }] = rows;
  return rows.length === 1 && ledger ? `${lines}\n\n${ledgerText(ledger)}` : lines;
};

/** Explains predictions by one method. */
export const explain = async (inputs: readonly string[], job: Job<ExplainOptions>): Promise<Outcome> => {
  const explanation = explanationOf(job.options);
  await startBackendOf(job);
  return withClassifier(job.options.model, (classifier) => explainBy(explanation, classifier, inputs, job));
};

const explainBy = async (
  explanation: Explanation,
  classifier: Classifier,
  inputs: readonly string[],
  job: Job<ExplainOptions>,
): Promise<Outcome> => {
  const { options } = job;
  const { method, versus } = options;
  for (const one of [options.class, versus]) if (one !== undefined) checkClass(classifier, one);
  const shape = classifier.inputShape;
  const images = await readInputs(inputs, shape, job, classifier.classes);
  const maps = collector(
    images.size,
    shape.reduce((product, n) => product * n, 1),
  );
  const rows: Row[] = [];
  const done = await inChunks(images.size, chunkOf(method), method, job, (from, to) => {
    const x = batchOf(images, shape, from, to);
    try {
      const { relevance, targets, scores, totals, ledger, conservationError, completenessError } = explanation(
        classifier,
        x,
      );
      maps.add(from, relevance.dataSync<'float32'>());
      relevance.dispose();
      targets.forEach((explained, i) => {
        const label = images.label(from + i);
        rows.push({
          input: images.name(from + i),
          ...(label !== undefined && { label }),
          class: explained,
          ...(versus !== undefined && { versus }),
          score: scores[i],
          total: totals[i],
          ...(ledger && { ledger: ledger[i] }),
          ...(conservationError && { conservationError: conservationError[i] }),
          ...(completenessError && { completenessError: completenessError[i] }),
        });
      });
    } finally {
      x.dispose();
    }
  });
  return {
    json: rows,
    text: textOf(rows),
    tensors: [
      ['images', float32Entry([done, ...shape], images.pixels(0, done))],
      ['relevance', float32Entry([done, ...shape], maps.rows(done))],
      [
        'targets',
        int32Entry(
          [done],
          rows.map((row) => row.class),
        ),
      ],
    ],
    picture: async () => {
      const { heatmapGrid } = await import('@interp/viz');
      const n = drawn(done, job);
      const original = { data: images.pixels(0, n), shape: [n, ...shape] };
      const captions = rows
        .slice(0, n)
        .map((row) => `${row.class}${versus === undefined ? '' : ` not ${versus}`}: ${brief(row.score)}`);
      const series = { maps: { data: maps.rows(n), shape: [n, ...shape] }, title: method, captions };
      return heatmapGrid([{ images: original, title: 'input' }, series], { limit: options.scale });
    },
  };
};
