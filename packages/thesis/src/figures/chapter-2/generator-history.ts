import { condition, decimal, inBoth, pixels } from '@interp/report';
import { mean } from '@interp/core/internal';
import { sparseness } from '@interp/lrp';
import { imageGrid } from '@interp/viz';
import type { Figure } from '../../figure.js';
import { classify, entryOf, withTensor } from '../../tensors.js';

/** Figure 2.3: the generator's samples of the same latent codes after more and more iterations. */
export const generatorHistoryFigure: Figure = {
  number: '2.3',
  title: {
    en: 'Samples of the generator as it learns, same z',
    es: 'Muestras del generador mientras aprende, con las mismas z',
  },
  expected: { en: 'noise becomes digits', es: 'el ruido se vuelve dígitos' },
  weight: 2,
  command: 'gan history',
  rule: [
    condition('the judge ends sure: mean P > 0.8', 'el juez termina seguro: P media > 0.8', ({ end }) => end > 0.8),
    condition('it was not at the start', 'no lo estaba al inicio', ({ first, end }) => first < end - 0.3),
    condition('five digits or more at the end', 'cinco dígitos o más al final', ({ kinds }) => kinds >= 5),
  ],
  about: {
    en: 'Each row is one latent code, each column a moment of the training of the generator. The judge, trained apart, says how sure it is of some digit.',
    es: 'Cada renglón es un código latente, cada columna un momento del entrenamiento del generador. El juez, entrenado aparte, dice cuán seguro está de algún dígito.',
  },
  draw: async ({ generatorHistory, classifier }) => {
    const { steps, count, imageShape, images: data } = await generatorHistory();
    const images = { shape: [steps.length * count, ...imageShape], data };
    const answers = classify(await classifier('judge'), images);
    const sure = answers.map((answer) => answer.probability);
    const kinds = new Set(answers.slice(-count).map((answer) => answer.class)).size;
    const ginis = await withTensor({ ...images, data: data.map((value) => value + 1) }, sparseness);
    const at = (values: readonly number[], i: number): number => mean(values.slice(i * count, (i + 1) * count));
    const last = steps.length - 1;
    const moments = steps.map((step) => decimal(step)).join(' · ');
    const [first, end] = [at(sure, 0), at(sure, last)];
    const shown = Math.min(4, count);
    const svg = await inBoth((say) =>
      imageGrid(images, {
        columns: steps.length,
        cells: Array.from({ length: shown }, (_, code) => steps.map((_, moment) => moment * count + code)).flat(),
        columnTitles: steps.map((step) => say(`step ${decimal(step)}`, `paso ${decimal(step)}`)),
        gap: 2,
        compact: true,
      }),
    );
    return {
      pictures: pixels('2.3', svg, {
        en: `Columns of samples of the same latent codes after ${moments} steps: from noise to digits.`,
        es: `Columnas de muestras de los mismos códigos tras ${moments} pasos: de ruido a dígitos.`,
      }),
      data: { steps, sure: steps.map((_, i) => at(sure, i)), sparseness: steps.map((_, i) => at(ginis, i)) },
      tensors: [['images', entryOf(images)]],
      ours: {
        en: `the judge’s mean P: ${first.toFixed(2)} at step ${steps[0]}, ${end.toFixed(2)} at ${decimal(steps[last])}`,
        es: `P media del juez: ${first.toFixed(2)} en el paso ${steps[0]}, ${end.toFixed(2)} en el ${decimal(steps[last])}`,
      },
      caption: {
        en: `After ${moments} iterations; ${kinds} different digits at the end.`,
        es: `Tras ${moments} iteraciones; ${kinds} dígitos distintos al final.`,
      },
      numbers: { first, end, kinds },
    };
  },
};
