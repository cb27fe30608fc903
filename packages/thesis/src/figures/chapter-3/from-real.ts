import { condition, percentage, pixels, probability, same, signed } from '@interp/report';
import { prototypes } from '@interp/am';
import type { Figure } from '../../figure.js';
import { backgroundOnPrototype } from './background.js';
import { concatenate, entryOf, normOf, toHost, withTensor } from '../../tensors.js';
import { realFive, testDigits } from '../digits.js';
import { amOptions, judge } from '../prototypes.js';
import { withTwins } from '../twins.js';

/** Figure 3.4: activation maximisation begun at a real 5, and at Figure 3.3a. */
export const fromRealFigure: Figure = {
  number: '3.4',
  title: { en: 'AM started at a real 5', es: 'AM con un 5 real como punto inicial' },
  expected: same('P 0.9883 → 0.997'),
  digits: true,
  weight: 3,
  command: 'prototype --method am --class 5 --objective probability --steps 200 --init mnist:test/class=5/1',
  rule: [
    condition('P > 0.99 at the end', 'P > 0.99 al final', ({ after }) => after > 0.99),
    condition('the real 5 is read as a 5', 'el 5 real se lee como 5', ({ before }) => before > 0.5),
    condition(
      'the ascent greys it: ‖x‖ less than halved',
      'el ascenso la vuelve gris: ‖x‖ baja a menos de la mitad',
      ({ greyed }) => greyed < 0.5,
    ),
    condition('from 3.3a too P > 0.99', 'también desde 3.3a P > 0.99', ({ afterBackground }) => afterBackground > 0.99),
  ],
  about: {
    en: 'The thesis’ text starts from a real 5, its caption from Figure 3.3a: both are here. From the real 5 the ascent mostly greys the image, as λ‖x‖² asks, and leaves noise in the places that count, as the thesis says of its own.',
    es: 'El texto de la tesis parte de un 5 real; el pie de la figura, de la Figura 3.3a: aquí están ambos. Desde el 5 real el ascenso sobre todo vuelve gris la imagen, como pide λ‖x‖², y deja ruido en las regiones clave, como dice la tesis de la suya.',
  },
  draw: async (context) => {
    const { seed, signal } = context;
    const network = await context.classifier();
    const options = { ...amOptions, classes: [5], signal };
    const { images: real } = await testDigits(context, [realFive]);
    const found = await judge(
      context,
      await withTensor(real, (start) => prototypes(network, { ...options, start, seed })),
    );
    const [item] = found.items;
    const greyed = normOf(found.images) / normOf(real);
    const a = await backgroundOnPrototype(context);
    const again = await withTensor(a.image, (start) => prototypes(network, { ...options, start }));
    const [before, after] = [item.history[0].probability, item.probability];
    const [beforeA, afterA] = [a.item.probability, again.items[0].probability];
    const images = concatenate(real, found.images, a.image, await toHost(again.images));
    const svg = await withTwins(images, () => [
      `real\nP ${probability(before)}`,
      `AM\nP ${probability(after)}`,
      `3.3a\nP ${probability(beforeA)}`,
      `AM\nP ${probability(afterA)}`,
    ]);
    return {
      pictures: pixels('3.4', svg, {
        en: 'A real 5 and what activation maximisation makes of it, nearly grey; Figure 3.3a and what it makes of that; below, each with its contrast stretched.',
        es: 'Un 5 real y lo que AM hace de él, casi gris; la Figura 3.3a y lo que AM hace de ella; debajo, cada imagen con el contraste ampliado.',
      }),
      data: { real: item, background: again.items[0] },
      tensors: [['images', entryOf(images)]],
      ours: same(`P ${probability(before)} → ${probability(after)}`),
      difference: { en: `${signed(after - 0.997, 4)} at the end`, es: `${signed(after - 0.997, 4)} al final` },
      caption: {
        en: `‖x‖ comes down to ${percentage(greyed)} of the real 5’s.`,
        es: `‖x‖ baja a ${percentage(greyed)} de la del 5 real.`,
      },
      numbers: { before, after, greyed, afterBackground: afterA },
    };
  },
};
