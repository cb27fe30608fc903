import { contrast, prototypes } from '@interp/am';
import { same, pixels, type Figure } from '../../figure.js';
import { classify, concatenate, toHost, withTensor, type HostTensor } from '../../tensors.js';
import { amOptions, judge } from '../prototypes.js';
import { withTwins } from '../twins.js';
import { nothing, probability } from '../../format.js';
import { condition } from '../../rule.js';

/** Figure 3.2: the 5 with its contrast changed by the arc tangent. */
export const contrastedFigure: Figure = {
  number: '3.2',
  title: { en: 'The 5 after (2/π) atan x', es: 'El 5 tras (2/π) atan x' },
  thesis: same('P ≈ 1'),
  weight: 3,
  command: 'prototype --method am --class 5 --objective probability --steps 200 --contrast atan',
  rule: [
    condition('the network is sure before', 'la red está segura antes', ({ before }) => before > 0.99),
    condition('and after the curve: P > 0.85', 'y después de la curva: P > 0.85', ({ after }) => after > 0.85),
  ],
  about: {
    en: 'The prototype of 5 of Figure 3.1 before and after (2/π) atan x, which takes values to 0.64 of themselves where they are small. The third image is an ascent of the logit from grey, without λ and far beyond [−1, 1], after the curve.',
    es: 'El prototipo de 5 de la Figura 3.1 antes y después de (2/π) atan x, que lleva los valores pequeños a 0.64 de lo que eran. La tercera imagen es un ascenso del logit desde el gris, sin λ y mucho más allá de [−1, 1], después de la curva.',
  },
  cause: {
    en: 'It is the least norm that λ asks for, not the bounds [−1, 1]: no value of the prototype comes near them, and the ascent that asks for no least norm keeps its P. A network trained to be sure needs so little ink that a third less of it is too little.',
    es: 'Es la norma mínima que pide λ, no las cotas [−1, 1]: ningún valor del prototipo se les acerca, y el ascenso que no la pide conserva su P. Una red entrenada para estar segura necesita tan poca tinta que un tercio menos ya es muy poca.',
  },
  draw: async (context) => {
    const { seed, signal } = context;
    const network = await context.classifier();
    const options = { classes: [5], seed, signal };
    const found = await judge(context, await prototypes(network, { ...amOptions, ...options }));
    const unbounded = { objective: 'logit', lambda: 0, bounds: [-100, 100], start: 'blank', steps: 100 } as const;
    const free = await toHost((await prototypes(network, { ...unbounded, ...options })).images);
    const curved = (images: HostTensor): Promise<HostTensor> => withTensor(images, (x) => toHost(contrast(x)));
    const [contrasted, freed] = [await curved(found.images), await curved(free)];
    const sure = (images: HostTensor): number => classify(network, images)[0].probabilities[5];
    const [before, after, unpenalised] = [found.items[0].probability, sure(contrasted), sure(freed)];
    const largest = found.images.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const svg = await withTwins(concatenate(found.images, contrasted, freed), () => [
      `x\nP ${probability(before)}`,
      ...[after, unpenalised].map((p) => `(2/π) atan x\nP ${probability(p)}`),
    ]);
    return {
      pictures: pixels('3.2', svg, {
        en: 'The activation maximisation prototype of 5, light and dark spots on grey, the same paler, and one of the logit, full of contrast; below, each with its contrast stretched.',
        es: 'El prototipo de 5 por AM, manchas claras y oscuras sobre gris, el mismo más pálido, y uno del logit, de mucho contraste; debajo, cada uno con el contraste ampliado.',
      }),
      data: { ...found.items[0], after, unpenalised, largest },
      tensors: found.tensors,
      ours: {
        en: `P ${probability(before)} before, ${probability(after)} after`,
        es: `P ${probability(before)} antes, ${probability(after)} después`,
      },
      difference: nothing,
      caption: {
        en: `The largest |x| of the prototype is ${largest.toFixed(2)}. The ascent of the logit has P ${probability(unpenalised)} after the curve.`,
        es: `La mayor |x| del prototipo es ${largest.toFixed(2)}. El ascenso del logit tiene P ${probability(unpenalised)} después de la curva.`,
      },
      numbers: { before, after, unpenalised, largest },
    };
  },
};
