import { condition, decimal, inBoth, pixels } from '@interp/report';
import { mean } from '@interp/core/internal';
import { float32Entry } from '@interp/files';
import { sampleImages } from '@interp/rbm';
import { imageRows } from '@interp/viz';
import type { Figure } from '../../figure.js';
import { classify, entryOf } from '../../tensors.js';
import { testDigits } from '../digits.js';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const steps = 100;

/** Figure 2.2: digits, and the same after a hundred Gibbs steps of an RBM with Gaussian visible units. */
export const gibbsFigure: Figure = {
  number: '2.2',
  title: { en: 'A hundred Gibbs steps from digits', es: 'Cien pasos de Gibbs a partir de dígitos' },
  expected: { en: 'digits still look like digits', es: 'los dígitos siguen pareciendo dígitos' },
  digits: true,
  weight: 2,
  command: `rbm sample --steps ${steps} --init ${digits.map((c) => `mnist:test/class=${c}/0`).join(' ')} --model rbm-100`,
  rule: [
    condition(
      'the judge is sure of them: mean P > 0.6',
      'el juez está seguro de ellos: P media > 0.6',
      ({ sure }) => sure > 0.6,
    ),
    condition(
      'they are other images than at the start',
      'ya no son las imágenes del inicio',
      ({ moved }) => moved > 0.05,
    ),
    condition('of four digits or more', 'de cuatro dígitos o más', ({ kinds }) => kinds >= 4),
  ],
  about: {
    en: 'First row: where the chains start. Second row: the means of the visible units after a hundred Gibbs steps of an RBM with 100 hidden units. The judge is a network trained apart.',
    es: 'Primer renglón: el inicio de las cadenas. Segundo renglón: las medias de las unidades visibles tras cien pasos de Gibbs de una RBM con 100 unidades ocultas. El juez es una red entrenada aparte.',
  },
  draw: async (context) => {
    const { seed, signal, progress } = context;
    const rbm = await context.rbm('wideExpert');
    const { images: starts, inputs } = await testDigits(
      context,
      digits.map((c) => [c, 0]),
    );
    const found = await sampleImages(rbm, starts.data, {
      steps,
      seed,
      signal,
      onStep: ({ step }) => progress(step / steps),
    });
    const samples = { ...starts, data: found.images };
    const answers = classify(await context.classifier('judge'), samples);
    const sure = mean(answers.map(({ probability }) => probability));
    const kept = answers.filter((answer, i) => answer.class === digits[i]).length;
    const kinds = new Set(answers.map((answer) => answer.class)).size;
    const moved = mean(Array.from(samples.data, (value, i) => Math.abs(value - starts.data[i])));
    const [before, after] = (['before', 'after'] as const).map((when) => mean(found.chains.map((one) => one[when])));
    const svg = await inBoth((say) =>
      imageRows(
        [
          { images: starts, title: say('start', 'inicio') },
          { images: samples, title: say(`after ${steps} steps`, `tras ${steps} pasos`) },
        ],
        { columns: 5, compact: true, gap: 6 },
      ),
    );
    return {
      pictures: pixels('2.2', svg, {
        en: 'Ten digits and, below each, what a hundred Gibbs steps have made of it.',
        es: 'Diez dígitos y, debajo de cada uno, lo que cien pasos de Gibbs han hecho de él.',
      }),
      data: inputs.map((input, i) => ({ input, before: found.chains[i].before, after: found.chains[i].after })),
      tensors: [
        ['samples', entryOf(samples)],
        ['visible', entryOf({ ...starts, data: found.visible })],
        ['hidden', float32Entry([digits.length, rbm.hidden], found.hidden)],
        ['starts', entryOf(starts)],
      ],
      ours: {
        en: `the judge is sure of them (mean P ${sure.toFixed(2)}); ${kept} of 10 are the same digit`,
        es: `el juez está seguro de ellos (P media ${sure.toFixed(2)}); ${kept} de 10 son el mismo dígito`,
      },
      caption: {
        en: `They are ${kinds} different digits, ${moved.toFixed(2)} from their starts per pixel. log p* goes from ${decimal(before)} at the start to ${decimal(after)} with the noise of the visible units.`,
        es: `Son ${kinds} dígitos distintos, a ${moved.toFixed(2)} de su inicio por pixel. log p* va de ${decimal(before)} al inicio a ${decimal(after)} con el ruido de las unidades visibles.`,
      },
      numbers: { sure, kept, moved, kinds, before, after },
    };
  },
};
