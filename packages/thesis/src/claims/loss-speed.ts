import { condition, drawing, inBoth, percentage } from '@interp/report';
import { crossEntropy, constantRate, lenet, meanSquaredError, sgd, train, type Loss } from '@interp/lenet';
import { mean, range } from '@interp/core/internal';
import { subset } from '@interp/mnist';
import { lineChart } from '@interp/viz';
import type { Figure } from '../figure.js';
import type { FigureContext } from '../context.js';
import { smallChart } from '../figures/small-chart.js';

const rate = 0.5;

/** Networks from different first weights, each trained once with either loss. */
const seeds = 10;

/** The accuracy in training after each epoch, by one loss from one seed. */
const accuraciesOf = async (
  { digits, mode, signal }: FigureContext,
  loss: Loss,
  seed: number,
  progress: (part: number) => void,
): Promise<readonly number[]> => {
  const images = await digits('train');
  const n = Math.min(images.size, mode === 'quick' ? 1500 : 4000);
  const model = lenet({ seed });
  try {
    const { history } = await train(model, subset(images, range(0, n)), {
      epochs: 5,
      batch: 20,
      rate,
      loss,
      optimizer: sgd(),
      schedule: constantRate(),
      seed,
      signal,
      onStep: ({ value }) => progress(value.step / value.steps),
    });
    signal.throwIfAborted();
    return history.map(({ accuracy }) => accuracy);
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
  expected: { en: 'squared error is slower', es: 'el error cuadrático es más lento' },
  digits: true,
  weight: 26,
  command: 'train lenet --loss mean-squared-error --optimizer sgd --rate 0.5 --schedule constant --batch 20',
  rule: [
    condition(
      'two points more right with cross-entropy, over all epochs and seeds',
      'dos puntos más de aciertos con entropía cruzada, en todas las épocas y semillas',
      ({ entropy, squares }) => entropy > squares + 0.02,
    ),
    condition(
      'more with it from each of ten seeds',
      'más con ella desde cada una de diez semillas',
      ({ faster }) => faster === seeds,
    ),
  ],
  draw: async (context) => {
    const entropy: (readonly number[])[] = [];
    const squares: (readonly number[])[] = [];
    for (let i = 0; i < seeds; i++) {
      const accuracies = (loss: Loss, done: number) =>
        accuraciesOf(context, loss, context.seed + i, (part) => context.progress((i + done + part / 2) / seeds));
      entropy.push(await accuracies(crossEntropy, 0));
      squares.push(await accuracies(meanSquaredError, 0.5));
    }
    const [fasts, slows] = [entropy.map(mean), squares.map(mean)];
    const [fast, slow] = [mean(fasts), mean(slows)];
    const faster = fasts.filter((one, i) => one > slows[i]).length;
    const means = (all: typeof entropy): readonly number[] => all[0].map((_, i) => mean(all.map((one) => one[i])));
    const half = (all: typeof entropy): string => {
      const epoch = means(all).findIndex((accuracy) => accuracy > 0.5);
      return epoch < 0 ? `> ${all[0].length}` : String(epoch + 1);
    };
    const slowest = entropy[fasts.indexOf(Math.min(...fasts))];
    const fastest = squares[slows.indexOf(Math.max(...slows))];
    const line = (name: string, accuracies: readonly number[]) => ({
      name,
      x: accuracies.map((_, i) => i + 1),
      y: accuracies.map((accuracy) => 100 * accuracy),
    });
    const svg = await inBoth((say) =>
      lineChart(
        [
          line(say('cross-entropy, mean', 'entropía cruzada, media'), means(entropy)),
          line(say('squared error, mean', 'error cuadrático, media'), means(squares)),
          line(say('cross-entropy, slowest seed', 'entropía cruzada, la más lenta'), slowest),
          line(say('squared error, fastest seed', 'error cuadrático, la más rápida'), fastest),
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
        en: `Accuracy by epoch, means of ten seeds: cross-entropy ends at ${percentage(means(entropy).at(-1)!)}, squared error at ${percentage(means(squares).at(-1)!)}; beside them the slowest seed of the one and the fastest of the other.`,
        es: `Precisión por época, medias de diez semillas: la entropía cruzada termina en ${percentage(means(entropy).at(-1)!)}, el error cuadrático en ${percentage(means(squares).at(-1)!)}; a su lado, la semilla más lenta de la una y la más rápida del otro.`,
      }),
      data: { entropy, squares },
      ours: {
        en: `faster from ${faster} of ${seeds} seeds; epoch with half right: ${half(entropy)} and ${half(squares)}`,
        es: `más rápida desde ${faster} de ${seeds} semillas; época con la mitad bien: ${half(entropy)} y ${half(squares)}`,
      },
      difference: {
        en: `mean accuracy ${percentage(fast)} and ${percentage(slow)}`,
        es: `precisión media ${percentage(fast)} y ${percentage(slow)}`,
      },
      caption: {
        en: `From each of ten seeds the same first weights, the same rate (${rate}) and order of plain stochastic gradient descent, batches of 20. The derivative of squared error has the factor P(1 − P), nearly 0 where the network is sure of the wrong answer; that of cross-entropy has not.`,
        es: `Desde cada una de diez semillas los mismos pesos iniciales, la misma tasa (${rate}) y el mismo orden del descenso estocástico de gradiente, lotes de 20. La derivada del error cuadrático lleva el factor P(1 − P), casi 0 donde la red está segura de lo equivocado; la de la entropía cruzada no.`,
      },
      numbers: { entropy: fast, squares: slow, faster },
    };
  },
};
