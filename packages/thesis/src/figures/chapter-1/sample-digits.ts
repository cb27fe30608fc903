import { condition, pixels } from '@interp/report';
import { int32Entry } from '@interp/files';
import { mean } from '@interp/core/internal';
import { imageGrid } from '@interp/viz';
import type { Figure } from '../../figure.js';
import { classify, entryOf } from '../../tensors.js';
import { firstOfEach, testDigits } from '../digits.js';

const labels = [2, 0, 7, 7];

/** Figure 1.4: digits of the data set with their labels. */
export const sampleDigitsFigure: Figure = {
  number: '1.4',
  title: { en: 'Digits of MNIST with their labels', es: 'Dígitos de MNIST con sus etiquetas' },
  expected: { en: 'four digits: 2, 0, 7, 7', es: 'cuatro dígitos: 2, 0, 7, 7' },
  digits: true,
  command: 'data show mnist:test/class=2/0 mnist:test/class=0/0 mnist:test/class=7/0 mnist:test/class=7/1',
  rule: [
    condition(
      'a network trained apart reads each as it is labelled',
      'una red entrenada aparte lee cada uno según su etiqueta',
      ({ read }) => read === labels.length,
    ),
    condition(
      'white strokes on black',
      'trazos blancos sobre negro',
      ({ bright, border }) => bright > 0.02 && bright < 0.4 && border < -0.9,
    ),
  ],
  about: {
    en: 'The first images of the test set with the labels that the thesis shows: 28 × 28 grey pixels, white strokes on black. They are not the very same images, whose positions the thesis does not say.',
    es: 'Las primeras imágenes de prueba con las etiquetas que muestra la tesis: 28 × 28 pixeles grises, trazos blancos sobre negro. No son exactamente las mismas imágenes: la tesis no dice qué lugar ocupan.',
  },
  draw: async (context) => {
    const { images, inputs } = await testDigits(context, firstOfEach(labels));
    const { data } = images;
    const bright = data.filter((value) => value > 0).length / data.length;
    const answers = classify(await context.classifier('judge'), images);
    const read = answers.filter((answer, i) => answer.class === labels[i]).length;
    const border = mean(Array.from(data).filter((_, i) => i % 784 < 28));
    return {
      pictures: pixels('1.4', imageGrid(images, { captions: labels.map(String), compact: true, gap: 6 }), {
        en: `Four handwritten digits side by side, labelled ${labels.join(', ')}.`,
        es: `Cuatro dígitos manuscritos, uno junto a otro, con las etiquetas ${labels.join(', ')}.`,
      }),
      data: inputs.map((input, i) => ({ input, label: labels[i] })),
      tensors: [
        ['images', entryOf(images)],
        ['labels', int32Entry([labels.length], labels)],
      ],
      ours: { en: 'four digits: 2, 0, 7, 7', es: 'cuatro dígitos: 2, 0, 7, 7' },
      numbers: { bright, border, read },
    };
  },
};
