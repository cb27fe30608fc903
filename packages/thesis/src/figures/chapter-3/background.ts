import { condition, percentage, pixels, probability, same } from '@interp/report';
import { backgroundAddition, prototypes } from '@interp/am';
import { imageGrid } from '@interp/viz';
import type { Figure } from '../../figure.js';
import type { FigureContext } from '../../context.js';
import { concatenate, entryOf, toHost, withTensor, type HostTensor } from '../../tensors.js';
import { amOptions } from '../prototypes.js';

/** The 5 of Figure 3.1, and the same after background was added by patches: Figure 3.3a. */
export const backgroundOnPrototype = async ({ classifier, seed, signal }: FigureContext) => {
  const network = await classifier();
  const found = await prototypes(network, { ...amOptions, classes: [5], seed, signal });
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
  expected: { en: 'a: rises; b: P ≈ 1 from a blank image', es: 'a: aumenta; b: P ≈ 1 desde una imagen en blanco' },
  weight: 3,
  command: 'prototype --method background --class 5 --init blank',
  rule: [
    condition('b: P > 0.9 from a blank image', 'b: P > 0.9 desde una imagen en blanco', ({ blank }) => blank > 0.9),
    condition(
      'a: black patches are added and P rises',
      'a: se agregan cuadrículas negras y P aumenta',
      ({ before, after, black }) => before > 0.9 && after > before && black > 0,
    ),
    condition(
      'b is no digit: a detector rejects it',
      'b no es un dígito: un detector la rechaza',
      ({ rejected }) => rejected === 1,
    ),
    condition(
      'b is grey and black, some of each',
      'b es gris y negra, algo de cada una',
      ({ blankBlack }) => blankBlack > 0.02 && blankBlack < 0.9,
    ),
  ],
  about: {
    en: 'Patch after patch is turned black and stays black where P(5|x) rises. a: the prototype of Figure 3.2. b: a blank, grey image. The detector of what is no digit knows neither network.',
    es: 'Cada cuadrícula se vuelve negra y queda así si P(5|x) aumenta. a: el prototipo de la Figura 3.2. b: una imagen en blanco, gris. El detector de lo que no es dígito no conoce ninguna de las redes.',
  },
  draw: async (context) => {
    const a = await backgroundOnPrototype(context);
    const b = await fromBlank(context);
    const [before, after, blank] = [a.startItem, a.item, b.item].map((item) => item.probability);
    const [rejected] = await withTensor(b.image, context.rejected);
    const blackened = ({ data }: HostTensor): number => data.filter((value) => value === -1).length / data.length;
    const [black, blankBlack] = [a.image, b.image].map(blackened);
    const grid = (image: HostTensor, captions: readonly string[]): string =>
      imageGrid(image, { captions: [...captions], compact: true, gap: 6 });
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
      caption: {
        en: `At the end a is ${percentage(black)} black and b ${percentage(blankBlack)}.`,
        es: `Al final a es ${percentage(black)} negra y b ${percentage(blankBlack)}.`,
      },
      numbers: { before, after, black, blank, blankBlack, rejected: Number(rejected) },
    };
  },
};
