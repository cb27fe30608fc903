import { float32Entry } from '@interp/core';
import { cellsByClass, digitStates, digitTable, thesisColumns, type SegmentAnswer } from '@interp/sevenseg';
import { imageGrid } from '@interp/viz';
import { entryOf, type HostTensor } from '../../tensors.js';
import { table, pixels, same, type Figure } from '../../figure.js';
import { segmentAnswers } from '../segments.js';
import { classHeads, percent } from '../../format.js';

/** The surest three answers of each class in its column. */
const columnsPicture = (images: HostTensor, answers: readonly SegmentAnswer[]): string =>
  imageGrid(images, {
    ...cellsByClass(answers),
    captions: answers.map(({ probability, segments }) => `${percent(probability)}\n${segments || '–'}`),
  });

const listed = (classes: readonly number[]): string => (classes.length === 0 ? 'none' : classes.join(', '));

/** Figure 4.1: the ten digits in seven segments. */
export const segmentDigitsFigure: Figure = {
  number: '4.1',
  title: { en: 'The ten digits in seven segments', es: 'Los diez dígitos en siete segmentos' },
  thesis: { en: 'ten digits of straight strokes', es: 'diez dígitos de trazos rectos' },
  command: 'sevenseg --picture digits',
  draw: async (context) => {
    const { images, answers } = await segmentAnswers(context);
    const captions = answers.map((answer) => `${answer.class}: ${percent(answer.probability)}`);
    const digits = digitTable(answers);
    return {
      pictures: pixels('4.1', imageGrid(images, { cells: digitStates, columns: 5, captions }), {
        en: 'The digits 0 to 9 of straight white strokes on black, as on a digital clock.',
        es: 'Los dígitos del 0 al 9 de trazos rectos blancos sobre negro, como en un reloj digital.',
      }),
      data: digits,
      ours: { en: 'ten digits of straight strokes', es: 'diez dígitos de trazos rectos' },
      difference: same(''),
      verdict: 'drawn',
      caption: {
        en: 'Segments 8.4 pixels long and 2.8 thick on 28 × 28. The thesis does not say how long and thick its own are, on which the answers hang: claim 4.1 draws them in 225 ways.',
        es: 'Segmentos de 8.4 pixeles de largo y 2.8 de grueso en 28 × 28. La tesis no dice el largo y grueso de los suyos, de los que dependen las respuestas: la afirmación 4.1 los dibuja de 225 maneras.',
      },
      numbers: { digits: digits.length },
    };
  },
};

/** Figure 4.2: the 128 images in columns by the digit that they are taken for. */
export const segmentColumnsFigure: Figure = {
  number: '4.2',
  title: {
    en: 'The surest of the 128 images of each predicted digit',
    es: 'Las más seguras de las 128 imágenes, por dígito predicho',
  },
  thesis: { en: 'P 0.24 to 0.94; 3 and 6 with one image', es: 'P de 0.24 a 0.94; 3 y 6 con una imagen' },
  command: 'sevenseg --picture columns',
  draw: async (context) => {
    const { images, answers } = await segmentAnswers(context);
    const columns = Array.from({ length: 10 }, (_, c) =>
      answers
        .filter((row) => row.class === c)
        .map(({ probability }) => probability)
        .sort((a, b) => b - a),
    );
    const few = columns.flatMap((column, c) => (column.length < 3 ? [c] : []));
    const sure = answers.filter(({ probability }) => probability > 0.9).length;
    const cell = (columns: readonly (readonly number[])[], i: number): readonly string[] =>
      columns.map((column) => (i < column.length ? column[i].toFixed(2) : '–'));
    return {
      pictures: pixels('4.2', columnsPicture(images, answers), {
        en: 'Columns of up to three seven-segment images for each digit that the network takes them for.',
        es: 'Columnas de hasta tres imágenes de siete segmentos por cada dígito que la red cree ver.',
      }),
      tables: table(
        '4.2',
        {
          en: 'P of the surest three of each predicted digit',
          es: 'P de las tres más seguras de cada dígito predicho',
        },
        [{ en: 'rank', es: 'lugar' }, ...classHeads],
        [0, 1, 2].flatMap((i) => [
          [{ en: `thesis, ${i + 1}`, es: `tesis, ${i + 1}` }, ...cell(thesisColumns, i)],
          [{ en: `ours, ${i + 1}`, es: `aquí, ${i + 1}` }, ...cell(columns, i)],
        ]),
      ),
      data: answers,
      tensors: [
        ['images', entryOf(images)],
        [
          'probabilities',
          float32Entry(
            [answers.length, 10],
            answers.flatMap((answer) => answer.probabilities),
          ),
        ],
      ],
      ours: {
        en: `${sure} of 128 with P > 0.9; with under three images: ${listed(few)}`,
        es: `${sure} de 128 con P > 0.9; con menos de tres imágenes: ${few.length === 0 ? 'ninguno' : listed(few)}`,
      },
      difference: { en: 'other digits, surer', es: 'otros dígitos, con más seguridad' },
      verdict: sure > 0 ? 'agrees' : 'differs',
      caption: {
        en: `Every one of the 128 subsets of segments is some digit for the network, which has no other answer; ${sure} of them with P above 0.9. The table has the thesis’ probabilities beside ours; the thesis shows no column for 0.`,
        es: `Cada uno de los 128 subconjuntos de segmentos es algún dígito para la red, que no tiene otra respuesta; ${sure} de ellos con P mayor que 0.9. La tabla tiene las probabilidades de la tesis junto a las nuestras; la tesis no muestra columna para el 0.`,
      },
      numbers: { sure, ...Object.fromEntries(columns.map((column, c) => [`as${c}`, column.length])) },
    };
  },
};
