import type { Figure } from './figure.js';
import { pictureOf } from './outcome-parts.js';
import { classHeads, percentage, signed } from './wording.js';

const thesis = { accuracy: 0.96, perClass: [0.99, 0.98, 0.97, 0.97, 0.97, 0.95, 0.98, 0.93, 0.97, 0.93] };

interface Evaluated {
  readonly accuracy: number;
  readonly perClass: readonly number[];
  readonly n: number;
  readonly loss: number;
}

/** The table of section 1.3: how often the network is right. */
export const accuracyTable: Figure = {
  number: 'table, 1.3',
  title: { en: 'Accuracy, overall and for each digit', es: 'Precisión, en total y por dígito' },
  thesis: { en: '96 %; worst 93 % (7, 9)', es: '96 %; la peor 93 % (7, 9)' },
  digits: true,
  weight: 3,
  command: 'evaluate mnist:test/0-9999',
  draw: async ({ source, outcome }) => {
    const last = source === 'drawn' ? 999 : 9999;
    const args = ['evaluate', `${source}:test/0-${last}`];
    const evaluated = await outcome(args);
    const { accuracy, perClass, n, loss } = evaluated.json as Evaluated;
    const worst = Math.min(...perClass);
    const of = perClass.flatMap((part, c) => (part === worst ? [c] : [])).join(', ');
    const points = 100 * (accuracy - thesis.accuracy);
    return {
      pictures: [
        {
          name: 'table-1.3',
          svg: await pictureOf(evaluated),
          kind: 'drawing',
          alt: {
            en: `Bars of the part read right of each digit; ${percentage(accuracy)} in all.`,
            es: `Barras de la parte leída correctamente de cada dígito; ${percentage(accuracy)} en total.`,
          },
        },
      ],
      tables: [
        {
          name: 'table-1.3',
          title: { en: 'Part read right, %', es: 'Parte leída correctamente, %' },
          head: [{ en: 'network', es: 'red' }, { en: 'all', es: 'todos' }, ...classHeads],
          rows: [
            ['thesis', '96', ...thesis.perClass.map((part) => (100 * part).toFixed(0))],
            ['ours', (100 * accuracy).toFixed(2), ...perClass.map((part) => (100 * part).toFixed(1))],
          ],
        },
      ],
      data: evaluated.json,
      ours: {
        en: `${percentage(accuracy)}; worst ${percentage(worst)} (${of}); n = ${n}`,
        es: `${percentage(accuracy)}; la peor ${percentage(worst)} (${of}); n = ${n}`,
      },
      difference: { en: `${signed(points)} points`, es: `${signed(points)} puntos` },
      verdict: source === 'drawn' ? 'drawn' : Math.abs(points) <= 1 ? 'agrees' : 'differs',
      caption: {
        en: `The same network, the thesis' LeNet with sigmoid units, trained longer (14 epochs of Adam on moved digits): it reads ${percentage(accuracy)} of ${n} digits right, where the thesis' reads 96 % of 10,000.`,
        es: `La misma red, la LeNet con sigmoides de la tesis, entrenada por más tiempo (14 épocas de Adam con dígitos desplazados): lee bien ${percentage(accuracy)} de ${n} dígitos; la de la tesis, 96 % de 10,000.`,
      },
      numbers: { accuracy, loss },
      command: args.join(' '),
    };
  },
};
