import {
  classifierTrainingChart,
  ganTrainingChart,
  historyCharts,
  rbmTrainingChart,
  type ClassifierEpoch,
} from '../src/index.js';
import { refusal } from '@interp/testing/refusal';

const losses = [0.9, 0.4];
const plain = losses.map((loss, i) => ({ epoch: i + 1, loss }));

test('the loss of a classifier: training and validation, or clean and adversarial', async () => {
  const line = (name: string, value: (epoch: ClassifierEpoch) => number | undefined) => ({ name, value });
  const training = line('training', ({ loss }) => loss);
  const chart = { title: 'Loss', yTitle: 'loss', lines: [training] };
  expect(await classifierTrainingChart(plain)).toBe(await historyCharts(plain, [chart], { height: 280 }));
  const attacked = plain.map((epoch) => ({ ...epoch, clean: { loss: 0.3 }, adversarial: { loss: 0.7 } }));
  const both = { ...chart, lines: [line('clean', () => 0.3), line('adversarial', () => 0.7)] };
  expect(await classifierTrainingChart(attacked)).toBe(await historyCharts(attacked, [both], { height: 280 }));
});

test('what is not measured is not drawn', async () => {
  const history = [{ epoch: 1, reconstruction: 0.2 }];
  const svg = await rbmTrainingChart(history);
  expect(svg).toContain('Reconstruction error');
  expect(svg).not.toContain('Free energy');
  const all = await rbmTrainingChart([{ ...history[0], freeEnergyGap: 3, logLikelihood: -9 }]);
  for (const title of ['Free energy: validation less training', 'Exact log-likelihood']) expect(all).toContain(title);
});

test('every word can be translated', async () => {
  const history = [{ epoch: 1, discriminatorLoss: 0.6, generatorLoss: 0.9, pairwiseAccuracy: 0.8 }];
  const words: string[] = [];
  const svg = await ganTrainingChart(history, { translate: (text) => `~${words[words.push(text) - 1]}` });
  expect(new Set(words)).toEqual(
    new Set(
      ['Losses', 'loss', 'discriminator', 'generator', 'told apart', 'part', 'epoch'].concat(
        words.filter((word) => word.startsWith('Pairs')),
      ),
    ),
  );
  for (const word of words) expect(svg).toContain(`~${word}`);
});

test('a history of nothing', async () => {
  for (const chart of [classifierTrainingChart, rbmTrainingChart, ganTrainingChart])
    expect(await refusal(() => chart([]))).toBe('bad-shape');
});
