import { condition, percent, pixels, probability as shown, table } from '@interp/report';
import { float32Entry } from '@interp/files';
import { mean } from '@interp/core/internal';
import { cellsByClass, digitStates, digitTable, thesisColumns, type SegmentAnswer } from '@interp/sevenseg';
import { imageGrid } from '@interp/viz';
import { classHeads, type Figure } from '../../figure.js';
import { entryOf, gather, type HostTensor } from '../../tensors.js';
import { segmentAnswers } from '../segments.js';

/** The surest three answers of each class in its column. */
const columnsPicture = (images: HostTensor, answers: readonly SegmentAnswer[]): string =>
  imageGrid(images, {
    ...cellsByClass(answers),
    compact: true,
    gap: 6,
    captions: answers.map(({ probability, segments }) => `${percent(probability)}\n${segments || '–'}`),
  });

const listed = (classes: readonly number[]): string => (classes.length === 0 ? 'none' : classes.join(', '));

/** How many segments a digital clock lights for each digit. */
const segmentCounts = [6, 2, 5, 5, 4, 5, 6, 3, 7, 6];

/** The images of one segment each: subsets are numbered by their bits. */
const singleSegments = [1, 2, 4, 8, 16, 32, 64];

/** Whether an image is white wherever a segment alone is. */
const isLit = (image: Float32Array, segment: Float32Array): boolean =>
  segment.every((value, i) => value <= 0 || image[i] > 0);

/** Figure 4.1: the ten digits in seven segments. */
export const segmentDigitsFigure: Figure = {
  number: '4.1',
  title: { en: 'The ten digits in seven segments', es: 'Los diez dígitos en siete segmentos' },
  expected: { en: 'ten digits of straight strokes', es: 'diez dígitos de trazos rectos' },
  command: 'sevenseg --picture digits',
  rule: [
    condition('ten different digits', 'diez dígitos distintos', ({ distinct }) => distinct === 10),
    condition(
      'each of as many segments as a digital clock lights',
      'cada uno con tantos segmentos como enciende un reloj digital',
      ({ lit }) => lit === 10,
    ),
    condition(
      'of white strokes on black',
      'de trazos blancos sobre negro',
      ({ ink, border }) => ink > 0.02 && ink < 0.4 && border < -0.9,
    ),
  ],
  about: {
    en: 'Segments 8.4 pixels long and 2.8 thick on 28 × 28. The thesis does not say how long and thick its own are, on which the answers hang: claim 4.1 draws them in many ways.',
    es: 'Segmentos de 8.4 pixeles de largo y 2.8 de grueso en 28 × 28. La tesis no dice el largo y grueso de los suyos, de los que dependen las respuestas: la afirmación 4.1 los dibuja de muchas maneras.',
  },
  draw: async (context) => {
    const { images, answers } = await segmentAnswers(context);
    const captions = answers.map((answer) => `${answer.class}: ${percent(answer.probability)}`);
    const digits = digitTable(answers);
    const drawn = digitStates.map((state) => gather(images, [state]).data);
    const ink = mean(drawn.map((image) => image.filter((value) => value > 0).length / image.length));
    const border = mean(drawn.map((image) => mean([...image.subarray(0, 28)])));
    const segments = singleSegments.map((state) => gather(images, [state]).data);
    const count = (image: Float32Array): number => segments.filter((segment) => isLit(image, segment)).length;
    const lit = drawn.filter((image, digit) => count(image) === segmentCounts[digit]).length;
    const distinct = new Set(drawn.map(String)).size;
    return {
      pictures: pixels('4.1', imageGrid(images, { cells: digitStates, columns: 5, compact: true, gap: 6, captions }), {
        en: 'The digits 0 to 9 of straight white strokes on black, as on a digital clock.',
        es: 'Los dígitos del 0 al 9 de trazos rectos blancos sobre negro, como en un reloj digital.',
      }),
      data: digits,
      ours: { en: 'ten digits of straight strokes', es: 'diez dígitos de trazos rectos' },
      numbers: { distinct, lit, ink, border },
    };
  },
};

/** Over how many digits answers are spread: the exponential of their entropy, 1 where all are one digit and 10 where each is as frequent. */
const spreadOf = (counts: readonly number[]): number => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Math.exp(
    -counts.reduce((sum, count) => sum + (count === 0 ? 0 : (count / total) * Math.log(count / total)), 0),
  );
};

/**
 * Figure 4.2: the 128 images in columns by the digit that they are taken for. The thesis has columns for the digits from 1 to 9, some with one image. Whether the rarest
 * has one or none is chance (of ten networks seven have no 1, in most of nine drawings), so that counting columns says little; what a wrong network does is to take all for one
 * digit. The bar is halfway between that and all ten alike.
 */
export const segmentColumnsFigure: Figure = {
  number: '4.2',
  title: {
    en: 'The surest of the 128 images of each predicted digit',
    es: 'Las más seguras de las 128 imágenes, por dígito predicho',
  },
  expected: { en: 'P 0.24 to 0.94; 3 and 6 with one image', es: 'P de 0.24 a 0.94; 3 y 6 con una imagen' },
  command: 'sevenseg --picture columns',
  rule: [
    condition(
      'it is sure of some that are no digits: P > 0.9',
      'está segura de algunas que no son dígitos: P > 0.9',
      ({ sureOfNone }) => sureOfNone > 0,
    ),
    condition(
      'spread over the digits: as over six of them evenly, or more',
      'repartidas entre los dígitos: como entre seis por igual, o más',
      ({ spread }) => spread > 5.5,
    ),
    condition(
      'though not of most: under half of them',
      'aunque no de la mayoría: menos de la mitad',
      ({ sureOfNone, n }) => sureOfNone < (n - 10) / 2,
    ),
  ],
  about: {
    en: 'Every one of the 128 subsets of segments is some digit for the network, which has no other answer. The thesis shows up to three of each column, and no column for 0; its surest has P 0.94.',
    es: 'Cada uno de los 128 subconjuntos de segmentos es algún dígito para la red, que no tiene otra respuesta. La tesis muestra hasta tres de cada columna, y ninguna columna para el 0; la más segura tiene P 0.94.',
  },
  cause: {
    en: 'A network that is trained for longer is surer of everything, and of these shapes for no other reason: with its logits scaled by 0.47, so that it is as sure of digits as the thesis-like one (mean P 0.935), today’s network is sure of 7 of the 118 that are none instead of 58; the thesis-like one of 38.',
    es: 'Una red entrenada por más tiempo está más segura de todo, y de estas formas por ninguna otra razón: con sus logits escalados por 0.47, para que esté tan segura de los dígitos como la red como la de la tesis (P media 0.935), la red de hoy está segura de 7 de las 118 que no lo son en vez de 58; la otra, de 38.',
  },
  draw: async (context) => {
    const { images, answers } = await segmentAnswers(context);
    const columns = Array.from({ length: 10 }, (_, c) =>
      answers
        .filter((row) => row.class === c)
        .map(({ probability }) => probability)
        .sort((a, b) => b - a),
    );
    const few = columns.flatMap((column, c) => (column.length < 3 ? [c] : []));
    const isSure = ({ probability }: SegmentAnswer): boolean => probability > 0.9;
    const sure = answers.filter(isSure).length;
    const sureOfNone = answers.filter((answer, state) => isSure(answer) && !digitStates.includes(state)).length;
    const spread = spreadOf(columns.map(({ length }) => length));
    const probabilities = answers.flatMap((answer) => answer.probabilities);
    const { class: black, probability: blackSure } = answers[0];
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
        ['probabilities', float32Entry([answers.length, 10], probabilities)],
      ],
      ours: {
        en: `${sure} of 128 with P > 0.9; with under three images: ${listed(few)}`,
        es: `${sure} de 128 con P > 0.9; con menos de tres imágenes: ${few.length === 0 ? 'ninguno' : listed(few)}`,
      },
      caption: {
        en: `The image without any segment, all black, is a ${black} with P ${shown(blackSure)}. The answers are spread as over ${spread.toFixed(1)} digits evenly.`,
        es: `La imagen sin ningún segmento, toda negra, es un ${black} con P ${shown(blackSure)}. Las respuestas se reparten como entre ${spread.toFixed(1)} dígitos por igual.`,
      },
      numbers: {
        sure,
        sureOfNone,
        n: answers.length,
        spread,
        ...Object.fromEntries(columns.map((column, c) => [`as${c}`, column.length])),
      },
    };
  },
};
