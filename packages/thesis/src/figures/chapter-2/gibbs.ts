import type { Figure } from '../../figure.js';
import { probabilitiesOf } from '../judged-images.js';
import { pictureOf, tensorOf } from '../outcome-parts.js';
import { decimal, mean } from '../../format.js';

const digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

interface Sampled {
  readonly samples: readonly {
    readonly before: { readonly logDensity: number };
    readonly after: { readonly logDensity: number };
  }[];
}

/** Figure 2.2: digits, and the same after a hundred Gibbs steps of an RBM with Gaussian visible units. */
export const gibbsFigure: Figure = {
  number: '2.2',
  title: { en: 'A hundred Gibbs steps from digits', es: 'Cien pasos de Gibbs a partir de dígitos' },
  thesis: { en: 'digits still look like digits', es: 'los dígitos siguen pareciendo dígitos' },
  digits: true,
  weight: 2,
  command: `rbm sample --model rbm-100 --steps 100 --init ${digits.map((c) => `mnist:test/class=${c}/0`).join(' ')}`,
  draw: async ({ source, outcome, spec, classifier }) => {
    const inputs = digits.map((c) => `${source}:test/class=${c}/0`);
    const args = ['rbm', 'sample', '--steps', '100', '--init', ...inputs];
    const sampled = await outcome([...args, '--model', spec('rbm-100')]);
    const rows = (sampled.json as Sampled).samples;
    const probabilities = probabilitiesOf(await classifier('lenet-relu'), tensorOf(sampled, 'samples'));
    const sure = mean(probabilities.map((row) => Math.max(...row)));
    const kept = probabilities.filter((row, i) => row[i] === Math.max(...row)).length;
    const [before, after] = [rows.map((row) => row.before.logDensity), rows.map((row) => row.after.logDensity)].map(
      mean,
    );
    return {
      pictures: [
        {
          name: '2.2',
          svg: await pictureOf(sampled),
          kind: 'pixels',
          alt: {
            en: 'Ten digits and, below each, what a hundred Gibbs steps have made of it.',
            es: 'Diez dígitos y, debajo de cada uno, lo que cien pasos de Gibbs han hecho de él.',
          },
        },
      ],
      data: sampled.json,
      tensors: sampled.tensors ?? [],
      ours: {
        en: `the judge is sure of them (mean P ${sure.toFixed(2)}); ${kept} of 10 are the same digit`,
        es: `el juez está seguro de ellos (P media ${sure.toFixed(2)}); ${kept} de 10 son el mismo dígito`,
      },
      difference: { en: 'other chains', es: 'otras cadenas' },
      verdict: sure > 0.6 ? 'agrees' : sure > 0.4 ? 'partly' : 'differs',
      caption: {
        en: `First row: where the chains start. Second row: the means of the visible units after a hundred Gibbs steps of an RBM with 100 hidden units, trained by persistent contrastive divergence. log p* goes from ${decimal(before)} at the start to ${decimal(after)} with the noise of the visible units.`,
        es: `Primer renglón: el inicio de las cadenas. Segundo renglón: las medias de las unidades visibles tras cien pasos de Gibbs de una RBM con 100 unidades ocultas, entrenada por divergencia contrastiva persistente. log p* va de ${decimal(before)} al inicio a ${decimal(after)} con el ruido de las unidades visibles.`,
      },
      numbers: { sure, kept, before, after },
      command: args.concat('--model', 'rbm-100').join(' '),
    };
  },
};
