import type { Figure } from '../../figure.js';
import { pictureOf } from '../outcome-parts.js';
import { believed, type PrototypeRow } from '../prototype-row.js';
import { atLeast, probability } from '../../format.js';

const ten = ['prototype', '--method', 'decoder', '--class', 'all'];

/** Figure 3.7: a prototype of each digit with the generator as decoder. */
export const decoderPrototypesFigure: Figure = {
  number: '3.7',
  title: { en: 'Prototypes 0 to 9 with a decoder', es: 'Prototipos del 0 al 9 con decodificador' },
  thesis: { en: 'all P > 0.999, pleasing to the eye', es: 'todos con P > 0.999, agradables a la vista' },
  thesisSeconds: 78.6,
  weight: 4,
  command: ten.join(' '),
  draw: async ({ outcome, spec }) => {
    const own = ['--decoder', spec('generator'), '--judge', spec('lenet-relu')];
    const found = await outcome([...ten, ...own]);
    const rows = found.json as readonly PrototypeRow[];
    const least = Math.min(...rows.map((row) => row.probability));
    const agreed = believed(rows);
    return {
      pictures: [
        {
          name: '3.7',
          svg: await pictureOf(found),
          kind: 'pixels',
          alt: {
            en: 'Ten prototypes that look like handwritten digits 0 to 9.',
            es: 'Diez prototipos que parecen dígitos manuscritos del 0 al 9.',
          },
        },
      ],
      data: rows,
      tensors: found.tensors ?? [],
      ours: {
        en: `all ${atLeast(least)}; judge agrees on ${agreed} of 10`,
        es: `todos con ${atLeast(least)}; el juez coincide en ${agreed} de 10`,
      },
      difference: least > 0.999 ? { en: 'none', es: 'ninguna' } : { en: 'least P', es: 'P mínima' },
      verdict: least > 0.999 && agreed >= 9 ? 'agrees' : least > 0.99 ? 'partly' : 'differs',
      caption: {
        en: 'The climb is over the 64 numbers that the generator makes an image of, from N(0, I), several starts for each digit, the best kept. The judge is a network trained apart: “ours” says how many of these it takes for what they were made to be, beside those of Figure 3.1. The thesis’ 7.86 s is for one.',
        es: 'El ascenso se hace en los 64 números de los que el generador hace una imagen, desde N(0, I), con varios inicios por dígito, de los que queda el mejor. El juez es una red entrenada aparte: «aquí» dice cuántos de estos reconoce, para comparar con los de la Figura 3.1. Los 7.86 s de la tesis son por prototipo.',
      },
      numbers: { least, agreed },
    };
  },
};

/** What the odd one adds to a row. */
interface OddRow extends PrototypeRow {
  readonly logDensity?: number;
}

/** Figure 3.8: the least digit-like of many prototypes of 2. */
export const oddPrototypeFigure: Figure = {
  number: '3.8',
  title: { en: 'The odd one of many prototypes of 2', es: 'El más extraño entre muchos prototipos de 2' },
  thesis: { en: 'an odd 2 with P 0.9983', es: 'un 2 extraño con P 0.9983' },
  weight: 5,
  command: 'prototype --method decoder --class 2 --restarts 100 --pick odd',
  draw: async ({ outcome, spec, mode }) => {
    const restarts = mode === 'quick' ? '40' : '100';
    const args = ['prototype', '--method', 'decoder', '--class', '2', '--restarts', restarts, '--pick', 'odd'];
    const found = await outcome([...args, '--decoder', spec('generator'), '--judge', spec('lenet-relu')]);
    const [row] = found.json as readonly OddRow[];
    return {
      pictures: [
        {
          name: '3.8',
          svg: await pictureOf(found),
          kind: 'pixels',
          alt: {
            en: 'A misshapen prototype that the network takes for a 2.',
            es: 'Un prototipo deforme que la red toma por un 2.',
          },
        },
      ],
      data: row,
      tensors: found.tensors ?? [],
      ours: {
        en: `P ${probability(row.probability)}; judge: ${row.judge.class} (${probability(row.judge.probability)})`,
        es: `P ${probability(row.probability)}; juez: ${row.judge.class} (${probability(row.judge.probability)})`,
      },
      difference: { en: 'found by density, not by hand', es: 'hallado por densidad, no a mano' },
      verdict: row.probability > 0.99 ? 'agrees' : row.probability > 0.5 ? 'partly' : 'differs',
      caption: {
        en: `Of ${restarts} starts the one whose prototype is the least likely under the Gaussian RBM, among those that the network is sure of: nobody picked it by eye. The judge reads it as ${row.judge.class}.`,
        es: `De ${restarts} inicios, el prototipo menos verosímil según la RBM gaussiana entre aquellos de los que la red está segura: nadie lo eligió a ojo. El juez lo lee como ${row.judge.class}.`,
      },
      numbers: { probability: row.probability, judge: row.judge.class },
      command: args.join(' '),
    };
  },
};
