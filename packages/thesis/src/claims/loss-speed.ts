import {
  crossEntropy,
  constantRate,
  lenet,
  meanSquaredError,
  sgd,
  train,
  type EpochRecord,
  type Loss,
} from '@interp/lenet';
import { mean } from '@interp/core/internal';
import { subset } from '@interp/mnist';
import { lineChart } from '@interp/viz';
import { drawing, inBoth, type Figure } from '../figure.js';
import type { FigureContext } from '../context.js';
import { decimal, percentage } from '../format.js';
import { condition } from '../rule.js';
import { smallChart } from '../figures/small-chart.js';

const rate = 0.5;

const epochsOf = async (
  { digits, mode, seed, signal, progress }: FigureContext,
  loss: Loss,
  from: number,
): Promise<readonly EpochRecord[]> => {
  const images = await digits('train');
  const n = Math.min(images.size, mode === 'quick' ? 1500 : 20000);
  const epochs = mode === 'quick' ? 7 : 6;
  const model = lenet({ seed });
  try {
    const data = subset(
      images,
      Uint32Array.from({ length: n }, (_, i) => i),
    );
    const { history } = await train(model, data, {
      epochs,
      batch: 20,
      rate,
      loss,
      optimizer: sgd(),
      schedule: constantRate(),
      seed,
      signal,
      onStep: ({ value }) => progress(from + value.step / value.steps / 2),
    });
    return history;
  } finally {
    model.dispose();
  }
};

/** Section 1.2.2: far from the solution squared error learns more slowly than cross-entropy. */
export const lossSpeedClaim: Figure = {
  number: 'claim 1.2.2',
  kind: 'claim',
  title: {
    en: 'Far from the solution, squared error learns more slowly than cross-entropy',
    es: 'Lejos de la solución, el error cuadrático aprende más lentamente que la entropía cruzada',
  },
  thesis: { en: 'squared error is slower', es: 'el error cuadrático es más lento' },
  digits: true,
  weight: 12,
  command: 'train lenet --loss mean-squared-error --optimizer sgd --rate 0.5 --schedule constant --batch 20',
  rule: [
    condition(
      'two points more right with cross-entropy, over all epochs',
      'dos puntos más de aciertos con entropía cruzada, en todas las épocas',
      ({ entropy, squares }) => entropy > squares + 0.02,
    ),
  ],
  draw: async (context) => {
    const [entropy, squares] = [
      await epochsOf(context, crossEntropy, 0),
      await epochsOf(context, meanSquaredError, 0.5),
    ];
    context.signal.throwIfAborted();
    const area = (history: readonly EpochRecord[]): number => mean(history.map(({ accuracy }) => accuracy));
    const reached = (history: readonly EpochRecord[]): string =>
      String(history.find(({ accuracy }) => accuracy > 0.5)?.epoch ?? `> ${history.length}`);
    const [fast, slow] = [area(entropy), area(squares)];
    const images = entropy[entropy.length - 1].step * 20;
    const line = (name: string, history: readonly EpochRecord[]) => ({
      name,
      x: history.map(({ epoch }) => epoch),
      y: history.map(({ accuracy }) => 100 * accuracy),
    });
    const svg = await inBoth((say) =>
      lineChart(
        [
          line(say('cross-entropy', 'entropía cruzada'), entropy),
          line(say('squared error', 'error cuadrático'), squares),
        ],
        {
          xTitle: say('epoch', 'época'),
          yTitle: say('right in training, %', 'aciertos en entrenamiento, %'),
          yRange: [0, 100],
          ...smallChart,
          width: 440,
        },
      ),
    );
    return {
      pictures: drawing('claim-1.2.2', svg, {
        en: `Accuracy by epoch: cross-entropy ends at ${percentage(entropy.at(-1)!.accuracy)}, squared error at ${percentage(squares.at(-1)!.accuracy)}.`,
        es: `Precisión por época: la entropía cruzada termina en ${percentage(entropy.at(-1)!.accuracy)}, el error cuadrático en ${percentage(squares.at(-1)!.accuracy)}.`,
      }),
      data: { entropy, squares },
      ours: {
        en: `epoch with half right: ${reached(entropy)} and ${reached(squares)}`,
        es: `época con la mitad bien: ${reached(entropy)} y ${reached(squares)}`,
      },
      difference: {
        en: `mean accuracy ${percentage(fast)} and ${percentage(slow)}`,
        es: `precisión media ${percentage(fast)} y ${percentage(slow)}`,
      },
      caption: {
        en: `The same first weights, the same rate (${rate}) and order of plain stochastic gradient descent, batches of 20, over ${decimal(images)} images in all. The derivative of squared error has the factor P(1 − P), nearly 0 where the network is sure of the wrong answer; that of cross-entropy has not.`,
        es: `Los mismos pesos iniciales, la misma tasa (${rate}) y el mismo orden del descenso estocástico de gradiente, lotes de 20, sobre ${decimal(images)} imágenes en total. La derivada del error cuadrático lleva el factor P(1 − P), casi 0 donde la red está segura de lo equivocado; la de la entropía cruzada no.`,
      },
      numbers: { entropy: fast, squares: slow },
    };
  },
};
