import { contrast } from '@interp/am';
import { imageGrid } from '@interp/viz';
import type { Figure } from '../../figure.js';
import { probabilitiesOf, taken, withTensor } from '../judged-images.js';
import { stacked, tensorOf } from '../outcome-parts.js';
import type { PrototypeRow } from '../prototype-row.js';
import { probability, signed } from '../../format.js';

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
    const both = stacked(before, after);
    const difference = own[5] - row.probability;
    return {
      pictures: [
        {
          name: '3.2',
          svg: imageGrid(
            { data: both.data, shape: both.shape },
            { captions: [`x\nP ${probability(row.probability)}`, `(2/π) atan x\nP ${probability(own[5])}`] },
          ),
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
      difference: { en: `${signed(difference, 4)} by the curve`, es: `${signed(difference, 4)} por la curva` },
      verdict: own[5] > 0.99 ? 'agrees' : row.probability > 0.99 ? 'partly' : 'differs',
      caption: {
        en: 'The prototype of 5 before and after (2/π) atan x. Our ascent keeps within [−1, 1], where the curve can only lower contrast, to ±0.5 at the ends; the thesis’ prototype was not clipped, and the curve brought it back. So the network is surer of ours before the curve than after it.',
        es: 'El prototipo de 5 antes y después de (2/π) atan x. Nuestro ascenso permanece en [−1, 1], donde la curva solo puede bajar el contraste, a ±0.5 en los extremos; el prototipo de la tesis no estaba recortado y la curva lo trajo de vuelta. Por eso la red está más segura del nuestro antes de la curva que después.',
      },
      numbers: { before: row.probability, after: own[5] },
    };
  },
};
