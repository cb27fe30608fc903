import { contrast, prototypes } from '@interp/am';
import { imageGrid } from '@interp/viz';
import { same, pixels, type Figure } from '../../figure.js';
import { classify, concatenate, toHost, withTensor } from '../../tensors.js';
import { judge } from '../prototypes.js';
import { probability, signed } from '../../format.js';

/** Figure 3.2: the 5 with its contrast changed by the arc tangent. */
export const contrastedFigure: Figure = {
  number: '3.2',
  title: { en: 'The 5 after (2/π) atan x', es: 'El 5 tras (2/π) atan x' },
  thesis: same('P ≈ 1'),
  weight: 2,
  command: 'prototype --method am --class 5 --contrast atan',
  draw: async (context) => {
    const { seed, signal } = context;
    const network = await context.classifier();
    const found = await judge(context, await prototypes(network, { classes: [5], steps: 200, seed, signal }));
    const [item] = found.items;
    const contrasted = await withTensor(found.images, (images) => toHost(contrast(images)));
    const after = classify(network, contrasted)[0].probabilities[5];
    const difference = after - item.probability;
    const svg = imageGrid(concatenate(found.images, contrasted), {
      captions: [`x\nP ${probability(item.probability)}`, `(2/π) atan x\nP ${probability(after)}`],
    });
    return {
      pictures: pixels('3.2', svg, {
        en: 'The activation maximisation prototype of 5: light and dark spots on grey.',
        es: 'El prototipo de 5 por AM: manchas claras y oscuras sobre gris.',
      }),
      data: { ...item, probabilityAfter: after },
      tensors: found.tensors,
      ours: {
        en: `P ${probability(item.probability)} before, ${probability(after)} after`,
        es: `P ${probability(item.probability)} antes, ${probability(after)} después`,
      },
      difference: { en: `${signed(difference, 4)} by the curve`, es: `${signed(difference, 4)} por la curva` },
      verdict: after > 0.99 ? 'agrees' : item.probability > 0.99 ? 'partly' : 'differs',
      caption: {
        en: 'The prototype of 5 before and after (2/π) atan x. Our ascent keeps within [−1, 1], where the curve can only lower contrast, to ±0.5 at the ends; the thesis’ prototype was not clipped, and the curve brought it back. So the network is surer of ours before the curve than after it.',
        es: 'El prototipo de 5 antes y después de (2/π) atan x. Nuestro ascenso permanece en [−1, 1], donde la curva solo puede bajar el contraste, a ±0.5 en los extremos; el prototipo de la tesis no estaba recortado y la curva lo trajo de vuelta. Por eso la red está más segura del nuestro antes de la curva que después.',
      },
      numbers: { before: item.probability, after },
    };
  },
};
