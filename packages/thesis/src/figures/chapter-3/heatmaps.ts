import { mean } from '@interp/core/internal';
import { heatmapGrid } from '@interp/viz';
import { coverages, type Coverage } from '../coverage.js';
import { explain, findBy, prototypeMethods, type FoundPrototypes } from '../explanations.js';
import { pixels, inBoth, type Figure } from '../../figure.js';
import { concatenate, entryOf } from '../../tensors.js';
import { tenClasses } from '../prototypes.js';
import { methodWords, nothing, percentage } from '../../format.js';
import { condition } from '../../rule.js';

/** Figure 3.9: the 5 by three methods and why the network takes each for a 5. */
export const threeHeatmapsFigure: Figure = {
  number: '3.9',
  title: { en: 'The 5 by AM, expert and decoder, explained', es: 'El 5 por AM, experto y decodificador, explicado' },
  thesis: { en: 'spots, spots, the whole digit', es: 'manchas, manchas, todo el dígito' },
  digits: true,
  weight: 5,
  command: 'explain prototypes.safetensors#prototypes --class 5',
  rule: [
    condition(
      'the decoder’s map covers half as much again of its strokes as the others',
      'el mapa del decodificador cubre la mitad más de sus trazos que los otros',
      ({ am, expert, decoder }) => decoder > 1.5 * am && decoder > 1.5 * expert,
    ),
    condition('more than half of them', 'más de la mitad de ellos', ({ decoder }) => decoder > 0.5),
    condition(
      'the network is sure of the decoder’s: P > 0.99',
      'la red está segura del suyo: P > 0.99',
      ({ probability }) => probability > 0.99,
    ),
  ],
  about: {
    en: 'Layer-wise relevance propagation with α = 2, β = 1 from the logit of 5: red speaks for a 5, blue against it, each map on its own scale. Strokes are the pixels brighter than halfway between an image’s darkest and brightest; a map covers those where it has more than a tenth of its largest relevance. The expert starts at a real 5.',
    es: 'Propagación de relevancia por capas con α = 2, β = 1 desde el logit de 5: el rojo habla a favor, el azul en contra, cada mapa con su escala. Trazos son los pixeles más claros que la mitad entre el más oscuro y el más claro de la imagen; un mapa cubre aquellos donde tiene más de un décimo de su mayor relevancia. El experto parte de un 5 real.',
  },
  cause: {
    en: 'A network that is trained on shifted and turned digits looks at ends and corners of strokes, so that its maps are speckled on every image.',
    es: 'Una red entrenada con dígitos desplazados y girados mira extremos y esquinas de los trazos, así que sus mapas son moteados en toda imagen.',
  },
  draw: async (context) => {
    const found: FoundPrototypes[] = [];
    for (const method of prototypeMethods) found.push(await findBy(context, method, [5]));
    const images = concatenate(...found.map((one) => one.images));
    const { maps } = await explain(context, images, [5, 5, 5]);
    const all = coverages(images, maps);
    const [am, expert, decoder] = all.map(({ covered }) => covered);
    const svg = await inBoth((say) =>
      heatmapGrid([{ images }, { maps, captions: all.map(({ covered }) => percentage(covered)) }], {
        itemTitles: methodWords(say),
        compact: true,
        gap: 6,
      }),
    );
    const said = [am, expert, decoder].map(percentage).join(', ');
    return {
      pictures: pixels('3.9', svg, {
        en: 'Three prototypes of 5 above their heatmaps: red pixels speak for a 5, blue ones against.',
        es: 'Tres prototipos de 5 sobre sus mapas de calor: los pixeles rojos hablan a favor del 5, los azules en contra.',
      }),
      data: { coverages: all, probabilities: found.flatMap((one) => one.probabilities) },
      tensors: [
        ['images', entryOf(images)],
        ['relevance', entryOf(maps)],
      ],
      ours: { en: `of strokes covered: ${said}`, es: `de los trazos cubren: ${said}` },
      difference: nothing,
      caption: nothing,
      numbers: { am, expert, decoder, probability: found[2].probabilities[0] },
    };
  },
};

/** Figure 3.10: the ten prototypes of the decoder and their heatmaps. */
export const tenHeatmapsFigure: Figure = {
  number: '3.10',
  title: {
    en: 'The ten decoder prototypes and their heatmaps',
    es: 'Los diez prototipos con decodificador y sus mapas de calor',
  },
  thesis: { en: 'the silhouette of each digit', es: 'la silueta de cada dígito' },
  weight: 4,
  command: 'explain prototypes.safetensors#prototypes',
  rule: [
    condition(
      'relevance seeks the strokes: twice as much there as chance gives',
      'la relevancia busca los trazos: ahí hay el doble de lo que da el azar',
      ({ onStroke, area }) => onStroke > 2 * area,
    ),
    condition(
      'and draws them: more than half are covered',
      'y los dibuja: cubre más de la mitad',
      ({ covered }) => covered > 0.5,
    ),
    condition('all P > 0.99', 'todos con P > 0.99', ({ least }) => least > 0.99),
  ],
  about: {
    en: 'The prototypes of Figure 3.7 and their maps by LRP, α = 2, β = 1. Below each is the share of its stroke pixels that have more than a tenth of the map’s largest relevance.',
    es: 'Los prototipos de la Figura 3.7 y sus mapas por LRP, α = 2, β = 1. Bajo cada uno está la parte de los pixeles de sus trazos que tienen más de un décimo de la mayor relevancia del mapa.',
  },
  cause: threeHeatmapsFigure.cause,
  draw: async (context) => {
    const { images, probabilities } = await findBy(context, 'decoder', tenClasses);
    const { maps } = await explain(context, images, tenClasses);
    const all = coverages(images, maps);
    const meanOf = (value: (one: Coverage) => number): number => mean(all.map(value));
    const [covered, onStroke, area] = [
      meanOf((one) => one.covered),
      meanOf((one) => one.onStroke),
      meanOf((one) => one.area),
    ];
    const captions = all.map((one) => percentage(one.covered));
    return {
      pictures: pixels(
        '3.10',
        heatmapGrid([{ images }, { maps, captions }], {
          itemTitles: tenClasses.map(String),
          columns: 5,
          compact: true,
          gap: 6,
        }),
        {
          en: 'Ten prototypes that look like digits, each above its heatmap.',
          es: 'Diez prototipos que parecen dígitos, cada uno sobre su mapa de calor.',
        },
      ),
      data: { coverages: all, probabilities },
      tensors: [
        ['images', entryOf(images)],
        ['relevance', entryOf(maps)],
      ],
      ours: {
        en: `${percentage(covered)} of the strokes covered`,
        es: `${percentage(covered)} de los trazos cubiertos`,
      },
      difference: nothing,
      caption: {
        en: `${percentage(onStroke)} of the positive relevance is on strokes, which are ${percentage(area)} of the area.`,
        es: `${percentage(onStroke)} de la relevancia positiva está en los trazos, que son ${percentage(area)} del área.`,
      },
      numbers: { covered, onStroke, area, least: Math.min(...probabilities) },
    };
  },
};
