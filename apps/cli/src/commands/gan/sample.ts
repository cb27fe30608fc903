import { latentInterpolation } from '@interp/am';
import { float32Entry, predictedClasses, type Classifier, type Decoder } from '@interp/core';
import { sample, sampleLatent } from '@interp/gan';
import * as tf from '@tensorflow/tfjs-core';
import { startBackendOf } from '../../shell/backend.js';
import type { GanSampleOptions } from './command.js';
import type { Job } from '../../shell/job.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { drawn, previewOfImages } from '../../shell/pictures.js';
import { withDecoder } from '../../models/decoder.js';
import { duration, percent, table } from '../../shell/text.js';

interface Made {
  readonly images: tf.Tensor;
  readonly latent: tf.Tensor2D;
  /** Images in a row of the picture. */
  readonly columns: number;
}

const walked = (source: Decoder, count: number, length: number, seed: number): Made => {
  const codes = sampleLatent(count, source.latentSize, seed);
  const rows = codes.arraySync();
  codes.dispose();
  const legs = rows.slice(1).map((to, i) => latentInterpolation(source, rows[i], to, { steps: length }));
  const images = tf.concat(legs.map((leg) => leg.images));
  const latent = tf.concat(legs.map((leg) => leg.latents));
  for (const leg of legs) tf.dispose([leg.images, leg.latents]);
  return { images, latent, columns: length };
};

const made = (source: Decoder, { count, walk, seed }: GanSampleOptions): Made =>
  walk === undefined
    ? { ...sample(source, { count: count ?? 100, seed }), columns: Math.min(10, count ?? 100) }
    : walked(source, Math.max(2, count ?? 2), walk, seed);

const judged = (judge: Classifier, images: tf.Tensor): readonly { class: number; probability: number }[] =>
  Array.from({ length: Math.ceil(images.shape[0] / 500) }, (_, chunk) =>
    tf.tidy(() => {
      const from = chunk * 500;
      const count = Math.min(500, images.shape[0] - from);
      const logits = judge.logits(tf.slice(images, [from, 0, 0, 0], [count, ...images.shape.slice(1)]));
      const best = tf.max(tf.softmax(logits), 1).dataSync<'float32'>();
      return Array.from(predictedClasses(logits), (one, i) => ({ class: one, probability: best[i] }));
    }),
  ).flat();

const sampleBy = (source: Decoder, judge: Classifier, job: Job<GanSampleOptions>): Outcome => {
  const begun = performance.now();
  const { images, latent, columns } = made(source, job.options);
  const verdicts = judged(judge, images);
  const n = images.shape[0];
  const [pixels, codes] = [images, latent].map((tensor) => Float32Array.from(tensor.dataSync()));
  tf.dispose([images, latent]);
  const seconds = (performance.now() - begun) / 1000;
  const counts = Array.from(
    { length: judge.classes },
    (_, c) => verdicts.filter((verdict) => verdict.class === c).length,
  );
  const sure = verdicts.reduce((sum, { probability }) => sum + probability, 0) / n;
  const shape = source.outputShape;
  const size = pixels.length / n;
  const some = { pixels: (from: number, to: number) => pixels.slice(from * size, to * size) };
  return {
    json: {
      model: job.options.model,
      judge: job.options.judge,
      seed: job.options.seed,
      counts,
      samples: verdicts,
      seconds,
    },
    text: [
      table([
        ['class', ...counts.map((_, c) => String(c))],
        ['samples', ...counts.map(String)],
      ]),
      `${n} images in ${duration(seconds)}; ${job.options.judge} is sure of its class by ${percent(sure)} on average`,
    ].join('\n'),
    tensors: [
      ['images', float32Entry([n, ...shape], pixels)],
      ['latent', float32Entry([n, source.latentSize], codes)],
    ],
    picture: async () => {
      const { imageGrid } = await import('@interp/viz');
      const shown = drawn(n, job);
      return imageGrid({ data: some.pixels(0, shown), shape: [shown, ...shape] }, { columns, gap: 2 });
    },
    preview: (width) =>
      previewOfImages(
        some,
        shape,
        verdicts.map((one) => String(one.class)),
        width,
        job,
      ),
  };
};

/** Makes digits of latent codes. */
export const ganSample = async (job: Job<GanSampleOptions>): Promise<Outcome> => {
  await startBackendOf(job);
  return withDecoder(job.options.model, (source) =>
    withClassifier(job.options.judge, (judge) => Promise.resolve(sampleBy(source, judge, job))),
  );
};
