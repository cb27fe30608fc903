import type { Figure } from '../../figure.js';
import { pictureOf, tensorOf } from '../outcome-parts.js';
import { nothing } from '../../format.js';

const labels = [2, 0, 7, 7];

/** Figure 1.4: digits of the data set with their labels. */
export const sampleDigitsFigure: Figure = {
  number: '1.4',
  title: { en: 'Digits of MNIST with their labels', es: 'Dígitos de MNIST con sus etiquetas' },
  thesis: { en: 'four digits: 2, 0, 7, 7', es: 'cuatro dígitos: 2, 0, 7, 7' },
  digits: true,
  command: 'data show mnist:test/class=2/0 mnist:test/class=0/0 mnist:test/class=7/0 mnist:test/class=7/1',
  draw: async ({ source, outcome }) => {
    const seen = new Map<number, number>();
    const inputs = labels.map((label) => {
      const position = seen.get(label) ?? 0;
      seen.set(label, position + 1);
      return `${source}:test/class=${label}/${position}`;
    });
    const args = ['data', 'show', ...inputs];
    const shown = await outcome(args);
    const rows = shown.json as readonly { readonly label: number }[];
    const { data } = tensorOf(shown, 'images');
    const bright = data.filter((value) => value > 0).length / data.length;
    return {
      pictures: [
        {
          name: '1.4',
          svg: await pictureOf(shown),
          kind: 'pixels',
          alt: {
            en: `Four handwritten digits side by side, labelled ${labels.join(', ')}.`,
            es: `Cuatro dígitos manuscritos, uno junto a otro, con las etiquetas ${labels.join(', ')}.`,
          },
        },
      ],
      data: rows,
      tensors: shown.tensors ?? [],
      ours: { en: 'four digits: 2, 0, 7, 7', es: 'cuatro dígitos: 2, 0, 7, 7' },
      difference: nothing,
      verdict: 'drawn',
      caption: {
        en: 'The first images of the test set with the labels that the thesis shows: 28 × 28 grey pixels, white strokes on black. They are not the very same images, whose positions the thesis does not say.',
        es: 'Las primeras imágenes de prueba con las etiquetas que muestra la tesis: 28 × 28 pixeles grises, trazos blancos sobre negro. No son exactamente las mismas imágenes, cuya posición la tesis no dice.',
      },
      numbers: { bright },
      command: args.join(' '),
    };
  },
};
