import { float32Entry, int32Entry, type Classifier } from '@interp/core';
import { checkClass } from '@interp/core/internal';
import { complexity, pixelFlipping, sparseness } from '@interp/lrp';
import { startBackendOf } from '../../shell/backend.js';
import { batchOf, collector } from '../../inputs/batch.js';
import type { ExplainOptions } from './command.js';
import { UsageError } from '../../shell/failure.js';
import { breathe, inChunks } from '../../shell/in-chunks.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import { explanationOf, type Explanation } from './methods.js';
import { lrpOptionNames } from './rules.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { drawn } from '../../shell/pictures.js';
import { brief } from '../../shell/text.js';
import { comparisonText, type ComparedImage, type Verdict } from './view.js';

const pixelsAtOnce = 7;

type Compared = readonly [name: string, explanation: Explanation];

/** The methods side by side; LRP by α2β1, or by what was asked for, and by a composite. */
const compared = (options: ExplainOptions): readonly Compared[] => {
  const other = Object.fromEntries(
    Object.entries(options).filter(([name]) => !lrpOptionNames.includes(name)),
  ) as unknown as ExplainOptions;
  const names = [
    'sensitivity',
    'gradient-x-input',
    'integrated-gradients',
    'smoothgrad',
    'occlusion',
    'grad-cam',
  ] as const;
  const { rule = 'alpha-beta', composite } = options;
  const own = `lrp ${composite ?? rule}`;
  const composites = (composite === 'epsilon-plus' ? [] : ['epsilon-plus']) as readonly 'epsilon-plus'[];
  return [
    ...names.map((method) => [method, explanationOf({ ...other, method })] as const),
    [own, explanationOf({ ...options, method: 'lrp' })],
    ...composites.map(
      (name) => [`lrp ${name}`, explanationOf({ ...other, method: 'lrp', composite: name, epsilon: 0.1 })] as const,
    ),
  ];
};

/** Explains predictions by many methods and says how faithful each is. */
export const compare = async (inputs: readonly string[], job: Job<ExplainOptions>): Promise<Outcome> => {
  const { options } = job;
  if (options.method !== 'lrp')
    throw new UsageError(`--compare shows all methods; leave --method ${options.method} out`);
  const explanations = compared(options);
  await startBackendOf(job);
  return withClassifier(options.model, (classifier) => compareBy(explanations, classifier, inputs, job));
};

const compareBy = async (
  explanations: readonly Compared[],
  classifier: Classifier,
  inputs: readonly string[],
  job: Job<ExplainOptions>,
): Promise<Outcome> => {
  const { options } = job;
  for (const one of [options.class, options.versus]) if (one !== undefined) checkClass(classifier, one);
  const shape = classifier.inputShape;
  const size = shape.reduce((product, n) => product * n, 1);
  const images = await readInputs(inputs, shape, job, classifier.classes);
  const maps = explanations.map(() => collector(images.size, size));
  const rows: ComparedImage[] = [];
  const done = await inChunks(images.size, 1, 'compare', job, async (from, to) => {
    const x = batchOf(images, shape, from, to);
    const label = images.label(from);
    try {
      const methods: { verdict: Verdict; explained: number }[] = [];
      for (const [i, [method, explanation]] of explanations.entries()) {
        // An image of some methods would not go with others of all: only the first is left off on the way.
        if (from === 0 && i > 0 && job.signal.aborted) break;
        const { relevance, targets, scores, totals } = explanation(classifier, x);
        const judged = { target: targets, step: pixelsAtOnce, randomOrders: i === 0 ? 5 : 0, seed: options.seed };
        const { areas, randomAreas } = pixelFlipping(classifier, x, relevance, judged);
        maps[i].add(from, relevance.dataSync<'float32'>());
        const verdict = {
          method,
          score: scores[0],
          total: totals[0],
          area: areas[0],
          randomArea: randomAreas[0],
          sparseness: sparseness(relevance)[0],
          complexity: complexity(relevance)[0],
        };
        relevance.dispose();
        methods.push({ verdict, explained: targets[0] });
        await breathe();
      }
      const [{ explained, verdict }] = methods;
      rows.push({
        input: images.name(from),
        ...(label !== undefined && { label }),
        class: explained,
        methods: methods.map((one) => ({ ...one.verdict, randomArea: verdict.randomArea })),
      });
    } finally {
      x.dispose();
    }
  });
  const shown = explanations.slice(0, rows[0].methods.length);
  if (shown.length < explanations.length)
    job.note(`interrupted: ${shown.length} of ${explanations.length} methods are done`);
  return {
    json: rows,
    text: comparisonText(rows),
    tensors: [
      ['images', float32Entry([done, ...shape], images.pixels(0, done))],
      ...shown.map(
        ([name], i) =>
          [`relevance.${name.replace('lrp ', 'lrp-')}`, float32Entry([done, ...shape], maps[i].rows(done))] as const,
      ),
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
      const n = Math.min(drawn(done, job), 20);
      const cells = { shape: [n, ...shape] };
      const methods = shown.map(([title], i) => ({
        title,
        maps: { data: maps[i].rows(n), ...cells },
        captions: rows.slice(0, n).map((row) => `area ${brief(row.methods[i].area)}`),
      }));
      const first = {
        title: 'input',
        images: { data: images.pixels(0, n), ...cells },
        captions: rows.slice(0, n).map((row) => `explained: ${row.class}`),
      };
      return heatmapGrid([first, ...methods], { arrange: 'columns', limit: options.scale });
    },
  };
};
