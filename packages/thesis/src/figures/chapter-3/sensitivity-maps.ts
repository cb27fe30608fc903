import { sensitivity } from '@interp/lrp';
import { heatmapGrid } from '@interp/viz';
import { pixels, inBoth, type Figure } from '../../figure.js';
import { explain, findBy, prototypeMethods, type FoundPrototypes } from '../explanations.js';
import { concatenate, entryOf, toHost, withTensor } from '../../tensors.js';
import { methodWords, short } from '../../format.js';

/** What section 2.3.1 says of sensitivity maps, to be seen: the images of Figure 3.9 by sensitivity and by LRP. */
export const sensitivityMapsFigure: Figure = {
  number: 'text, 2.3.1',
  title: { en: 'Sensitivity maps beside LRP', es: 'Mapas de sensibilidad junto a LRP' },
  thesis: { en: 'squares: no sign; unrelated to the strokes', es: 'cuadrados: sin signo; ajenos a los trazos' },
  digits: true,
  weight: 5,
  command: 'explain prototypes.safetensors#prototypes --method sensitivity',
  draw: async (context) => {
    const found: FoundPrototypes[] = [];
    for (const method of prototypeMethods) found.push(await findBy(context, method, [5]));
    const images = concatenate(...found.map((one) => one.images));
    const network = await context.classifier();
    const map = await withTensor(images, (x) => sensitivity(network, x, { target: 5 }));
    const totals = map.totals.map((total) => short(total)).join(', ');
    const squares = await toHost(map.relevance);
    const { maps, against } = await explain(context, images, [5, 5, 5]);
    const negative = squares.data.some((value) => value < 0);
    const svg = await inBoth((say) =>
      heatmapGrid(
        [
          { images, title: say('prototype', 'prototipo') },
          { maps: squares, title: say('sensitivity', 'sensibilidad') },
          { maps, title: 'LRP' },
        ],
        { itemTitles: methodWords(say) },
      ),
    );
    return {
      pictures: pixels('text-2.3.1', svg, {
        en: 'Prototypes of 5, their sensitivity maps, red only, and their LRP maps, red and blue.',
        es: 'Prototipos de 5, sus mapas de sensibilidad, solo rojos, y sus mapas de LRP, rojos y azules.',
      }),
      data: { sensitivityTotals: map.totals, lrpAgainst: against },
      tensors: [
        ['images', entryOf(images)],
        ['sensitivity', entryOf(squares)],
        ['relevance', entryOf(maps)],
      ],
      ours: {
        en: `against: sensitivity 0 %, LRP ${against.map((part) => (100 * part).toFixed(0)).join(', ')} %`,
        es: `en contra: sensibilidad 0 %, LRP ${against.map((part) => (100 * part).toFixed(0)).join(', ')} %`,
      },
      difference: negative ? { en: 'a square below 0', es: 'un cuadrado negativo' } : { en: 'none', es: 'ninguna' },
      verdict: negative ? 'differs' : 'agrees',
      caption: {
        en: `The squared derivative of P(5|x) has no sign, so that nothing can speak against. And it vanishes where P saturates: the maps sum to ${totals}. Claim 2.3.1 measures which maps tell what matters.`,
        es: `El cuadrado de la derivada de P(5|x) no tiene signo: nada puede hablar en contra. Y se desvanece donde P se satura: los mapas suman ${totals}. La afirmación 2.3.1 mide qué mapas dicen lo que importa.`,
      },
      numbers: { against: against[2] },
    };
  },
};
