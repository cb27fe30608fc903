import { condition, pixels, probability, same } from '@interp/report';
import { contrast, prototypes } from '@interp/am';
import { median } from '@interp/core/internal';
import type { Figure } from '../../figure.js';
import { classify, concatenate, gather, toHost, withTensor, type HostTensor } from '../../tensors.js';
import { amOptions, judge } from '../prototypes.js';
import { withTwins } from '../twins.js';

/** How many prototypes: what the curve leaves of P differs between starts by more than between networks. */
const starts = 10;

/** Figure 3.2: the 5 with its contrast changed by the arc tangent. The thesis says P ≈ 1; what is read off a P as ≈ 1 begins at 0.95, which rounds to it. */
export const contrastedFigure: Figure = {
  number: '3.2',
  title: { en: 'The 5 after (2/π) atan x', es: 'El 5 tras (2/π) atan x' },
  expected: same('P ≈ 1'),
  weight: 3,
  command: 'prototype --method am --class 5 --objective probability --steps 200 --contrast atan',
  rule: [
    condition(
      'the network is sure before, in the median of ten starts',
      'la red está segura antes, en la mediana de diez inicios',
      ({ before }) => before > 0.99,
    ),
    condition(
      'and still takes them for a 5 after the curve: P > 0.5',
      'y después de la curva aún los toma por un 5: P > 0.5',
      ({ after }) => after > 0.5,
    ),
    condition('P ≈ 1 after the curve too: > 0.95', 'P ≈ 1 también después: > 0.95', ({ after }) => after > 0.95),
  ],
  about: {
    en: 'The prototype of 5 of Figure 3.1, the first of ten, before and after (2/π) atan x, which takes values to 0.64 of themselves where they are small. The third image is an ascent of the logit from grey, without λ and far beyond [−1, 1], after the curve.',
    es: 'El prototipo de 5 de la Figura 3.1, el primero de diez, antes y después de (2/π) atan x, que lleva los valores pequeños a 0.64 de lo que eran. La tercera imagen es un ascenso del logit desde el gris, sin λ y mucho más allá de [−1, 1], después de la curva.',
  },
  cause: {
    en: 'It is the least norm that λ asks for, not the bounds [−1, 1]: no value of the prototype comes near them, and the ascent that asks for no least norm keeps its P. A network trained to be sure needs so little ink that a third less of it is too little.',
    es: 'Es la norma mínima que pide λ, no las cotas [−1, 1]: ningún valor del prototipo se les acerca, y el ascenso que no la pide conserva su P. Una red entrenada para estar segura necesita tan poca tinta que un tercio menos ya es muy poca.',
  },
  draw: async (context) => {
    const { seed, signal } = context;
    const network = await context.classifier();
    const options = { seed, signal };
    const ten = { ...amOptions, ...options, classes: Array.from({ length: starts }, () => 5), restarts: 2 };
    const found = await judge(context, await prototypes(network, ten));
    const unbounded = { objective: 'logit', lambda: 0, bounds: [-100, 100], start: 'blank', steps: 100 } as const;
    const free = await toHost((await prototypes(network, { ...unbounded, ...options, classes: [5] })).images);
    const curved = (images: HostTensor): Promise<HostTensor> => withTensor(images, (x) => toHost(contrast(x)));
    const [contrasted, freed] = [await curved(found.images), await curved(free)];
    const sure = (images: HostTensor): readonly number[] =>
      classify(network, images).map(({ probabilities }) => probabilities[5]);
    const [before, after] = [found.items.map(({ probability: p }) => p), sure(contrasted)];
    const [unpenalised] = sure(freed);
    const [first, firstCurved] = [gather(found.images, [0]), gather(contrasted, [0])];
    const largest = found.images.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const svg = await withTwins(concatenate(first, firstCurved, freed), () => [
      `x\nP ${probability(before[0])}`,
      ...[after[0], unpenalised].map((p) => `(2/π) atan x\nP ${probability(p)}`),
    ]);
    return {
      pictures: pixels('3.2', svg, {
        en: 'The activation maximisation prototype of 5, light and dark spots on grey, the same paler, and one of the logit, full of contrast; below, each with its contrast stretched.',
        es: 'El prototipo de 5 por AM, manchas claras y oscuras sobre gris, el mismo más pálido, y uno del logit, de mucho contraste; debajo, cada uno con el contraste ampliado.',
      }),
      data: { ...found.items[0], before, after, unpenalised, largest },
      tensors: found.tensors,
      ours: {
        en: `P ${probability(median(before))} before, ${probability(median(after))} after, medians of ten`,
        es: `P ${probability(median(before))} antes, ${probability(median(after))} después, medianas de diez`,
      },
      caption: {
        en: `After the curve P is between ${probability(Math.min(...after))} and ${probability(Math.max(...after))}. The largest |x| of the prototypes is ${largest.toFixed(2)}. The ascent of the logit has P ${probability(unpenalised)} after the curve.`,
        es: `Después de la curva P está entre ${probability(Math.min(...after))} y ${probability(Math.max(...after))}. La mayor |x| de los prototipos es ${largest.toFixed(2)}. El ascenso del logit tiene P ${probability(unpenalised)} después de la curva.`,
      },
      numbers: { before: median(before), after: median(after), unpenalised, largest },
    };
  },
};
