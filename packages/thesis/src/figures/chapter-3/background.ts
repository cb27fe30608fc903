import { backgroundAddition, prototypes } from '@interp/am';
import { imageGrid } from '@interp/viz';
import { same, pixels, type Figure } from '../../figure.js';
import type { FigureContext } from '../../context.js';
import { concatenate, entryOf, toHost, withTensor, type HostTensor } from '../../tensors.js';
import { probability } from '../../format.js';

/** The 5 of Figure 3.1, and the same after background was added by patches: Figure 3.3a. */
export const backgroundOnPrototype = async ({ classifier, seed, signal }: FigureContext) => {
  const network = await classifier();
  const found = await prototypes(network, { classes: [5], steps: 200, seed, signal });
  const start = await toHost(found.images);
  const { images, items } = await withTensor(start, (image) =>
    backgroundAddition(network, image, { classes: [5], signal }),
  );
  return { start, startItem: found.items[0], image: await toHost(images), item: items[0] };
};

const fromBlank = async ({ classifier, signal }: FigureContext) => {
  const { images, items } = await backgroundAddition(await classifier(), 'blank', { classes: [5], signal });
  return { image: await toHost(images), item: items[0] };
};

/** Figure 3.3: background added to a prototype (a) and to a blank image (b). */
export const backgroundFigure: Figure = {
  number: '3.3',
  title: { en: 'Background added by 5 × 5 patches', es: 'Fondo agregado por cuadrículas de 5 × 5' },
  thesis: { en: 'a: rises; b: P ≈ 1 from a blank image', es: 'a: aumenta; b: P ≈ 1 desde una imagen en blanco' },
  weight: 3,
  command: 'prototype --method background --class 5 --init blank',
  draw: async (context) => {
    const a = await backgroundOnPrototype(context);
    const b = await fromBlank(context);
    const [before, after, blank] = [a.startItem, a.item, b.item].map((item) => item.probability);
    const blackened = ({ data }: HostTensor): number => data.filter((value) => value === -1).length / data.length;
    const grid = (image: HostTensor, captions: readonly string[]): string =>
      imageGrid(image, { captions: [...captions] });
    return {
      pictures: [
        ...pixels(
          '3.3a',
          grid(concatenate(a.start, a.image), [`AM\nP ${probability(before)}`, `a\nP ${probability(after)}`]),
          {
            en: 'The prototype of 5 and beside it the same with square patches turned black.',
            es: 'El prototipo de 5 y, a su lado, el mismo con cuadrículas vueltas negras.',
          },
        ),
        ...pixels('3.3b', grid(b.image, [`b\nP ${probability(blank)}`]), {
          en: 'A grey image with black square patches that make no 5 for the eye.',
          es: 'Una imagen gris con cuadrículas negras que a la vista no forman un 5.',
        }),
      ],
      data: { start: a.startItem.probability, a: a.item, b: b.item },
      tensors: [
        ['start', entryOf(a.start)],
        ['a', entryOf(a.image)],
        ['b', entryOf(b.image)],
      ],
      ours: same(`a: ${probability(before)} → ${probability(after)}; b: ${probability(blank)}`),
      difference: { en: 'other patches', es: 'otras cuadrículas' },
      verdict: after >= before && blank > 0.99 ? 'agrees' : after >= before && blank > 0.5 ? 'partly' : 'differs',
      caption: {
        en: `Patch after patch is turned black and stays black where P(5|x) rises. a: the prototype of Figure 3.2 (${(100 * blackened(a.image)).toFixed(0)} % black at the end). b: a blank grey image; black squares alone bring it to P ${probability(blank)}.`,
        es: `Cada cuadrícula se vuelve negra y queda así si P(5|x) aumenta. a: el prototipo de la Figura 3.2 (${(100 * blackened(a.image)).toFixed(0)} % negro al final). b: una imagen en blanco (gris); con solo cuadros negros alcanza P ${probability(blank)}.`,
      },
      numbers: { before, after, blank },
    };
  },
};
