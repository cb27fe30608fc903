import { contrast } from '@interp/am';
import type { Figure } from './figure.js';
import { probabilitiesOf, taken, withTensor } from './judged-images.js';
import { pictureOf, tensorOf } from './outcome-parts.js';
import type { PrototypeRow } from './prototype-row.js';
import { probability, short } from './wording.js';

const args = ['prototype', '--method', 'am', '--class', '5', '--contrast', 'atan'];

/** Figure 3.2: the 5 with its contrast changed by the arc tangent. */
export const contrastedFigure: Figure = {
  number: '3.2',
  title: { en: 'The 5 after (2/π) atan x', es: 'El 5 tras (2/π) atan x' },
  thesis: { en: 'P ≈ 1', es: 'P ≈ 1' },
  weight: 2,
  command: args.join(' '),
  draw: async ({ outcome, spec, classifier }) => {
    const found = await outcome([...args, '--model', spec('lenet')]);
    const [row] = found.json as readonly PrototypeRow[];
    const before = tensorOf(found, 'prototypes');
    const after = await withTensor(before, (images) => taken(contrast(images)));
    const [own] = probabilitiesOf(await classifier(), after);
    const difference = own[5] - row.probability;
    return {
      pictures: [
        {
          name: '3.2',
          svg: await pictureOf(found),
          kind: 'pixels',
          alt: {
            en: 'The activation maximisation prototype of 5: light and dark spots on grey.',
            es: 'El prototipo de 5 por AM: manchas claras y oscuras sobre gris.',
          },
        },
      ],
      data: { ...row, probabilityAfter: own[5] },
      tensors: found.tensors ?? [],
      ours: {
        en: `P ${probability(row.probability)} before, ${probability(own[5])} after`,
        es: `P ${probability(row.probability)} antes, ${probability(own[5])} después`,
      },
      difference: { en: `${short(difference)} by the curve`, es: `${short(difference)} por la curva` },
      verdict: own[5] > 0.99 ? 'agrees' : row.probability > 0.99 ? 'partly' : 'differs',
      caption: {
        en: 'The prototype of 5, displayed through (2/π) atan x. The curve is for the eye: it halves the ends of the scale and leaves grey grey; the network is asked about the image before and after it.',
        es: 'El prototipo de 5, mostrado a través de (2/π) atan x. La curva es para la vista: reduce los extremos a la mitad y deja el gris; se pregunta a la red por la imagen antes y después.',
      },
      numbers: { before: row.probability, after: own[5] },
    };
  },
};
