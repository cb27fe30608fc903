import { condition, percent, pixels, probability, table } from '@interp/report';
import { float32Entry } from '@interp/files';
import { imageGrid } from '@interp/viz';
import { classHeads, type Figure } from '../../figure.js';
import { classify, entryOf } from '../../tensors.js';
import { firstOfEach, inputName, testDigits } from '../digits.js';

const wanted = [4, 9, 6, 1, 8, 1, 8, 7];

/** Figure 1.6: test digits with the class that the network gives them. */
export const classifiedFigure: Figure = {
  number: '1.6',
  title: { en: 'Eight test digits as the network reads them', es: 'Ocho dígitos de prueba como los lee la red' },
  expected: { en: '4 9 6 1 8 1 8 7, P 0.76 to 0.99', es: '4 9 6 1 8 1 8 7, P de 0.76 a 0.99' },
  digits: true,
  command: `classify ${firstOfEach(wanted)
    .map(([label, position]) => inputName('mnist', label, position))
    .join(' ')}`,
  rule: [
    condition(
      'at least 7 of 8 read as labelled',
      'al menos 7 de 8 leídos según su etiqueta',
      ({ right }) => right >= 7,
    ),
    condition('at least 6 of 8 with P > 0.9', 'al menos 6 de 8 con P > 0.9', ({ sure }) => sure >= 6),
  ],
  about: {
    en: 'Digits with the labels of the thesis’ figure, whose images it does not name: the first of each label. Each has the class that the network gives it and how sure it is; the table has every class. The thesis’ 9.99 and 9.97 are slips for 0.999 and 0.997.',
    es: 'Dígitos con las etiquetas de la figura de la tesis, que no dice qué imágenes son: los primeros de cada etiqueta. Cada uno lleva la clase que le da la red y su certeza; la tabla tiene todas las clases. Los 9.99 y 9.97 de la tesis son erratas por 0.999 y 0.997.',
  },
  draw: async (context) => {
    const { images, inputs } = await testDigits(context, firstOfEach(wanted));
    const rows = classify(await context.classifier(), images).map(({ probabilities, logits, ...prediction }, i) => ({
      input: inputs[i],
      label: wanted[i],
      ...prediction,
      probabilities: Array.from(probabilities),
      logits: Array.from(logits),
    }));
    const entry = (values: (row: (typeof rows)[number]) => readonly number[]) =>
      float32Entry([rows.length, values(rows[0]).length], rows.flatMap(values));
    const right = rows.filter((row) => row.class === row.label).length;
    const sure = rows.filter((row) => row.probability > 0.9).length;
    const least = Math.min(...rows.map((row) => row.probability));
    return {
      pictures: pixels(
        '1.6',
        imageGrid(images, {
          columns: 4,
          compact: true,
          gap: 6,
          captions: rows.map((row) => `${row.class}: ${percent(row.probability)}`),
        }),
        {
          en: `Eight digits, read as ${rows.map((row) => row.class).join(', ')}.`,
          es: `Ocho dígitos, leídos como ${rows.map((row) => row.class).join(', ')}.`,
        },
      ),
      tables: table(
        '1.6',
        { en: 'Probability of each class', es: 'Probabilidad de cada clase' },
        [{ en: 'digit', es: 'dígito' }, ...classHeads],
        rows.map(({ input, probabilities }) => [input, ...probabilities.map((p) => p.toFixed(4))]),
      ),
      data: rows,
      tensors: [
        ['images', entryOf(images)],
        ['logits', entry(({ logits }) => logits)],
        ['probabilities', entry(({ probabilities }) => probabilities)],
      ],
      ours: {
        en: `${right} of 8 right, ${sure} with P > 0.9, least P ${probability(least)}`,
        es: `${right} de 8 bien, ${sure} con P > 0.9, P mínima ${probability(least)}`,
      },
      numbers: { right, sure, least },
    };
  },
};
