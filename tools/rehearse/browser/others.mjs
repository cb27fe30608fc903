// What the packages do that no method of methods.mjs asks for: train, sample, draw.
import { decoder, sample } from '@interp/gan';
import { classifier } from '@interp/core';
import { lenet, train } from '@interp/lenet';
import { drawnDigits } from '@interp/mnist';
import { pretrainedGenerator, pretrainedRbm } from '@interp/pretrained';
import { cho, initialRbm, logDensity, trainRbm } from '@interp/rbm';
import { classifySegments, segmentImages } from '@interp/sevenseg';
import {
  architectureDiagram,
  architectureOf,
  barChart,
  heatmapGrid,
  histogramChart,
  historyCharts,
  lineChart,
  robustnessChart,
  stackCharts,
} from '@interp/viz';
import * as tf from '@tensorflow/tfjs-core';

const taken = async (tensor) => {
  const values = [...(await tensor.data())];
  tensor.dispose();
  return values;
};

const bytes = (text) => [...new TextEncoder().encode(text)];

/** A chart of every kind, one below the other. */
const charts = async () =>
  stackCharts([
    await lineChart([{ name: 'loss', y: [3, 2, 1] }], { title: 'Loss' }),
    await lineChart([{ x: [1, 10, 1000], y: [1e-6, 1e-3, 2] }], { xLog: true, yLog: true }),
    await barChart(['a', 'b'], [{ name: 'ours', values: [1, 40] }], { yLog: true }),
    await histogramChart([{ name: 'scores', values: [1, 2, 2, 3, 5] }]),
    await historyCharts(
      [1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch })),
      [{ title: 'Loss', yTitle: 'nats', lines: [{ name: 'training', value: ({ loss }) => loss }] }],
    ),
    await robustnessChart([{ name: 'lenet', cleanAccuracy: 0.99, points: [{ epsilon: 0.1, accuracy: 0.7 }] }]),
  ]);

/** Runs them; plain arrays by what they are of, and seconds taken. */
export async function others() {
  const began = performance.now();
  const data = drawnDigits({ seed: 1, count: 60 });
  const digits = data.images([0, 1, 2]);
  const net = lenet({ activation: 'relu', seed: 1 });
  const { history } = await train(net, data, { epochs: 2, batch: 20, rate: 0.002, seed: 1 });
  const segments = segmentImages();
  const answers = classifySegments(classifier(net), segments);
  const start = await initialRbm(data, { hidden: 8, variant: cho, sigma: 0.5, seed: 1 });
  const { rbm } = await trainRbm(start, data, { epochs: 1, batch: 20, seed: 1 });
  const machine = await pretrainedRbm('rbm-8');
  const generator = await pretrainedGenerator('generator');
  const { images, latent } = sample(decoder(generator), { count: 3, seed: 3 });
  const maps = { data: await digits.data(), shape: digits.shape };

  const values = {
    mnist: await taken(digits),
    lenet: history.map(({ loss }) => loss),
    sevenseg: answers.flatMap(({ probabilities }) => [...probabilities]),
    rbm: await taken(logDensity(rbm, images)),
    'rbm that ships': await taken(logDensity(machine, images)),
    gan: await taken(images),
    heatmaps: bytes(heatmapGrid([{ title: 'maps', maps }])),
    charts: bytes(await charts()),
    diagram: bytes(await architectureDiagram(architectureOf(net))),
  };
  tf.dispose([latent, segments]);
  for (const model of [net, start, rbm, machine, generator]) model.dispose();
  return { values, said: [], seconds: (performance.now() - began) / 1000 };
}
