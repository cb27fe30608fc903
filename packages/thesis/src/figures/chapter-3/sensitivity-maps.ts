import { condition, inBoth, percentage, pixels, short } from '@interp/report';
import { sensitivity } from '@interp/lrp';
import { heatmapGrid } from '@interp/viz';
import { type Figure, methodWords } from '../../figure.js';
import { explain, findBy, prototypeMethods, type FoundPrototypes } from '../explanations.js';
import { concatenate, entryOf, toHost, withTensor } from '../../tensors.js';
import { coverages } from '../coverage.js';

/** What section 2.3.1 says of sensitivity maps, to be seen: the images of Figure 3.9 by sensitivity and by LRP. */
export const sensitivityMapsFigure: Figure = {
  number: 'text, 2.3.1',
  title: { en: 'Sensitivity maps beside LRP', es: 'Mapas de sensibilidad junto a LRP' },
  expected: { en: 'squares: no sign; unrelated to the strokes', es: 'cuadrados: sin signo; ajenos a los trazos' },
  digits: true,
  weight: 5,
  command: 'explain prototypes.safetensors#prototypes --method sensitivity',
  rule: [
    condition(
      'sensitivity has no sign, LRP has both',
      'la sensibilidad no tiene signo, LRP tiene ambos',
      ({ squaresAgainst, against }) => squaresAgainst === 0 && against > 0.05,
    ),
    condition(
      'less of it lies on the decoder’s strokes than of LRP’s relevance',
      'menos de ella está en los trazos del decodificador que de la relevancia de LRP',
      ({ squaresOnStroke, onStroke }) => squaresOnStroke < 0.8 * onStroke,
    ),
  ],
  about: {
    en: 'The images of Figure 3.9. The squared derivative of P(5|x) has no sign, so that nothing can speak against, and it vanishes where P saturates. Claim 2.3.1 measures which maps tell what matters.',
    es: 'Las imágenes de la Figura 3.9. El cuadrado de la derivada de P(5|x) no tiene signo: nada puede hablar en contra, y se desvanece donde P se satura. La afirmación 2.3.1 mide qué mapas dicen lo que importa.',
  },
  draw: async (context) => {
    const found: FoundPrototypes[] = [];
    for (const method of prototypeMethods) found.push(await findBy(context, method, [5]));
    const images = concatenate(...found.map((one) => one.images));
    const network = await context.classifier();
    const map = await withTensor(images, (x) => sensitivity(network, x, { target: 5 }));
    const totals = map.totals.map((total) => short(total)).join(', ');
    const squares = await toHost(map.relevance);
    const { maps, against } = await explain(context, images, [5, 5, 5]);
    const squaresAgainst = squares.data.filter((value) => value < 0).length;
    const [squaresOnStroke, onStroke] = [squares, maps].map((shown) => coverages(images, shown)[2].onStroke);
    const svg = await inBoth((say) =>
      heatmapGrid(
        [
          { images, title: say('prototype', 'prototipo') },
          { maps: squares, title: say('sensitivity', 'sensibilidad') },
          { maps, title: 'LRP' },
        ],
        { itemTitles: methodWords(say), compact: true, gap: 6 },
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
        en: `against the class: LRP ${against.map((part) => (100 * part).toFixed(0)).join(', ')} %`,
        es: `en contra de la clase: LRP ${against.map((part) => (100 * part).toFixed(0)).join(', ')} %`,
      },
      caption: {
        en: `The squares sum to ${totals}. Of the decoder’s, ${percentage(squaresOnStroke)} lies on strokes, of LRP’s positive relevance ${percentage(onStroke)}.`,
        es: `Los cuadrados suman ${totals}. De los del decodificador, ${percentage(squaresOnStroke)} está en los trazos; de la relevancia positiva de LRP, ${percentage(onStroke)}.`,
      },
      numbers: { against: against[2], squaresAgainst, squaresOnStroke, onStroke },
    };
  },
};
