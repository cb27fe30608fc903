import { float32Entry } from '@interp/core';
import { imageGrid } from '@interp/viz';
import { classify, entryOf } from '../../tensors.js';
import { table, pixels, type Figure } from '../../figure.js';
import { firstOfEach, inputName, testDigits } from '../digits.js';
import { classHeads, percent, probability } from '../../format.js';

const wanted = [4, 9, 6, 1, 8, 1, 8, 7];

/** Figure 1.6: test digits with the class that the network gives them. */
export const classifiedFigure: Figure = {
  number: '1.6',
  title: { en: 'Eight test digits as the network reads them', es: 'Ocho dígitos de prueba como los lee la red' },
  thesis: { en: '4 9 6 1 8 1 8 7, P 0.76 to 0.99', es: '4 9 6 1 8 1 8 7, P de 0.76 a 0.99' },
  digits: true,
  command: `classify ${firstOfEach(wanted)
    .map(([label, position]) => inputName('mnist', label, position))
    .join(' ')}`,
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
    const least = Math.min(...rows.map((row) => row.probability));
    return {
      pictures: pixels(
        '1.6',
        imageGrid(images, { captions: rows.map((row) => `${row.class}: ${percent(row.probability)}`) }),
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
        en: `${right} of 8 right, least P ${probability(least)}`,
        es: `${right} de 8 bien, P mínima ${probability(least)}`,
      },
      difference: { en: 'other images', es: 'otras imágenes' },
      verdict: right === 8 && least > 0.5 ? 'agrees' : 'partly',
      caption: {
        en: 'Digits with the labels of the thesis’ figure, each with the class that the network gives it and how sure it is; the table has the probability of every class. The thesis’ 9.99 and 9.97 are slips for 0.999 and 0.997.',
        es: 'Dígitos con las etiquetas de la figura de la tesis, cada uno con la clase que le da la red y su certeza; la tabla tiene la probabilidad de cada clase. Los 9.99 y 9.97 de la tesis son erratas por 0.999 y 0.997.',
      },
      numbers: { right, least },
    };
  },
};
