import { prototypes } from '@interp/am';
import { imageGrid } from '@interp/viz';
import { float32Entry } from '@interp/core';
import { backgroundOnPrototype } from './background.js';
import type { Figure } from '../../figure.js';
import type { DigitSource } from '../../context.js';
import { taken, withTensor } from '../judged-images.js';
import { stacked, tensorOf } from '../outcome-parts.js';
import type { PrototypeRow } from '../prototype-row.js';
import { probability, signed } from '../../format.js';

/**
 * The real 5 that several figures begin with.
 *
 * @param source - where digits come from
 * @returns what it is on the command line
 */
export const realFive = (source: DigitSource): string => `${source}:test/class=5/1`;

/** Figure 3.4: activation maximisation begun at a real 5, and at Figure 3.3a. */
export const fromRealFigure: Figure = {
  number: '3.4',
  title: { en: 'AM started at a real 5', es: 'AM con un 5 real como punto inicial' },
  thesis: { en: 'P 0.9883 → 0.997', es: 'P 0.9883 → 0.997' },
  digits: true,
  weight: 3,
  command: 'prototype --method am --class 5 --init mnist:test/class=5/1',
  draw: async (context) => {
    const { source, outcome, spec, classifier, signal } = context;
    const args = ['prototype', '--method', 'am', '--class', '5', '--init', realFive(source)];
    const found = await outcome([...args, '--model', spec('lenet')]);
    const [row] = found.json as readonly PrototypeRow[];
    const real = tensorOf(await outcome(['data', 'show', realFive(source)]), 'images');
    const a = await backgroundOnPrototype(context);
    const again = await withTensor(a.image, async (start) =>
      prototypes(await classifier(), { classes: [5], start, steps: 200, signal }),
    );
    const [before, after] = [row.history[0].probability, row.probability];
    const [beforeA, afterA] = [a.item.probability, again.items[0].probability];
    const images = stacked(real, tensorOf(found, 'prototypes'), a.image, await taken(again.images));
    return {
      pictures: [
        {
          name: '3.4',
          svg: imageGrid(
            { data: images.data, shape: images.shape },
            {
              captions: [
                `real\nP ${probability(before)}`,
                `AM\nP ${probability(after)}`,
                `3.3a\nP ${probability(beforeA)}`,
                `AM\nP ${probability(afterA)}`,
              ],
            },
          ),
          kind: 'pixels',
          alt: {
            en: 'A real 5 and what activation maximisation makes of it, nearly grey; Figure 3.3a and what it makes of that.',
            es: 'Un 5 real y lo que AM hace de él, casi gris; la Figura 3.3a y lo que AM hace de ella.',
          },
        },
      ],
      data: { real: row, background: again.items[0] },
      tensors: [['images', float32Entry([4, 28, 28, 1], images.data)]],
      ours: {
        en: `P ${probability(before)} → ${probability(after)}`,
        es: `P ${probability(before)} → ${probability(after)}`,
      },
      difference: { en: `${signed(after - 0.997, 4)} at the end`, es: `${signed(after - 0.997, 4)} al final` },
      verdict: after > 0.99 ? 'agrees' : after > before ? 'partly' : 'differs',
      caption: {
        en: 'The thesis’ text starts from a real 5, its caption from Figure 3.3a: both are here. From the real 5 the ascent mostly greys the image, as λ‖x‖² asks, and leaves noise in the places that count, as the thesis says of its own.',
        es: 'El texto de la tesis parte de un 5 real, su pie de figura de la Figura 3.3a: aquí están ambos. Desde el 5 real el ascenso sobre todo agrisa la imagen, como pide λ‖x‖², y deja ruido en las regiones clave, como dice la tesis de la suya.',
      },
      numbers: { before, after, afterBackground: afterA },
      command: args.join(' '),
    };
  },
};
