import { latentWalk } from '@interp/am';
import type { Decoder, Prediction } from '@interp/core';
import { predictionsOf } from '@interp/core/internal';
import { float32Entry } from '@interp/files';
import { sample, sampleLatent } from '@interp/gan';
import * as tf from '@tensorflow/tfjs-core';
import { openDecoder } from '@interp/open';
import { duration, percent } from '@interp/report';
import { withOpened } from '../../../models/open.js';
import type { Job, Result } from '../../../shell/job.js';
import { previewOfImages } from '../../../shell/pictures.js';
import { table } from '../../../shell/terminal/table.js';
import type { GanSampleOptions } from './options.js';

const samplesOf = (source: Decoder, { count, walk, seed }: GanSampleOptions) => {
  if (walk === undefined) return sample(source, { count, seed });
  const codes = sampleLatent(Math.max(2, count ?? 2), source.latentSize, seed);
  const { images, latents } = latentWalk(source, codes.arraySync(), { steps: walk });
  codes.dispose();
  return { images, latent: latents };
};

/** Makes digits of latent codes. */
export const run = async (options: GanSampleOptions, job: Job): Promise<Result> => {
  await job.startBackend();
  const { model, judge, seed } = options;
  return withOpened(openDecoder(model), (source) =>
    job.withClassifier(judge, (classifier) => {
      const begun = performance.now();
      const { images, latent } = samplesOf(source, options);
      const [n, shapes] = [images.shape[0], images.shape];
      const [pixels, codes] = [images, latent].map((tensor) => Float32Array.from(tensor.dataSync()));
      tf.dispose([images, latent]);
      let predictions: readonly Prediction[] = [];
      tf.tidy(() => {
        predictions = predictionsOf(classifier, tf.tensor(classifier.preprocessing.toModel(pixels), shapes));
      });
      const seconds = (performance.now() - begun) / 1000;
      const counts = new Array<number>(classifier.classes).fill(0);
      for (const prediction of predictions) counts[prediction.class]++;
      const sure = predictions.reduce((sum, { probability }) => sum + probability, 0) / n;
      const shape = source.outputShape;
      const size = pixels.length / n;
      const captions = predictions.map((one) => String(one.class));
      const drawn = { shown: (from: number, to: number) => pixels.slice(from * size, to * size) };
      return {
        json: { model, judge, seed, counts, samples: predictions, seconds },
        text: [
          table([
            ['class', ...counts.map((_, c) => String(c))],
            ['samples', ...counts.map(String)],
          ]),
          `${n} images in ${duration(seconds)}; ${judge} is sure of its class by ${percent(sure)} on average`,
        ].join('\n'),
        tensors: [
          ['images', float32Entry([n, ...shape], pixels)],
          ['latent', float32Entry([n, source.latentSize], codes)],
        ],
        picture: async () => {
          const { imageGrid } = await import('@interp/viz');
          const shown = job.drawn(n);
          return imageGrid(
            { data: drawn.shown(0, shown), shape: [shown, ...shape] },
            { columns: options.walk, gap: 2 },
          );
        },
        preview: (width) => previewOfImages(drawn, shape, captions, width, job),
      };
    }),
  );
};
