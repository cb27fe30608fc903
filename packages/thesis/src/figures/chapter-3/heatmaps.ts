import { condition, inBoth, type Numbers, percentage, pixels, type Rule } from '@interp/report';
import { mean, median } from '@interp/core/internal';
import { heatmapGrid } from '@interp/viz';
import { type Figure, methodWords } from '../../figure.js';
import type { StrokeCoverage } from '@interp/lrp';
import { coverages, drawsStrokes } from '../coverage.js';
import { explain, findBy, prototypeMethods, severalBy, type FoundPrototypes } from '../explanations.js';
import { concatenate, entryOf, gather, type HostTensor } from '../../tensors.js';
import { tenClasses } from '../prototypes.js';

/** The decoder's maps cover the most, and more than by chance. */
export const decoderCoversMost = condition(
  'the decoder’s maps cover more of their strokes than the others’, and twice what they would shuffled',
  'los mapas del decodificador cubren más de sus trazos que los otros, y el doble que barajados',
  ({ am, expert, decoder, decoderChance }) => decoder > am && decoder > expert && decoder > 2 * decoderChance,
);

/** What section 3.4 says of the maps of the three methods: the decoder's draws the digit, the others are spots. */
export const silhouetteRule: Rule = [
  condition(
    'they cover almost all of them: three quarters',
    'cubren casi todos: tres cuartos',
    ({ decoder, decoderChance }) => drawsStrokes({ covered: decoder, chance: decoderChance }),
  ),
  condition(
    'the others’ maps do not',
    'los mapas de los otros no',
    ({ am, amChance, expert, expertChance }) =>
      am > 0 &&
      expert > 0 &&
      !drawsStrokes({ covered: am, chance: amChance }) &&
      !drawsStrokes({ covered: expert, chance: expertChance }),
  ),
];

/** The medians of what the maps of each method cover, and of what they would shuffled. */
export const coverageNumbers = (byMethod: readonly (readonly StrokeCoverage[])[]): Numbers =>
  Object.fromEntries(
    prototypeMethods.flatMap((method, i) => [
      [method, median(byMethod[i].map(({ covered }) => covered))],
      [`${method}Chance`, median(byMethod[i].map(({ chance }) => chance))],
    ]),
  );

/** How many prototypes of 5 by each method the coverages of Figure 3.9 are the medians of. */
const several = 10;

/** Figure 3.9: the 5 by three methods and why the network takes each for a 5. */
export const threeHeatmapsFigure: Figure = {
  number: '3.9',
  title: { en: 'The 5 by AM, expert and decoder, explained', es: 'El 5 por AM, experto y decodificador, explicado' },
  expected: { en: 'spots, spots, the whole digit', es: 'manchas, manchas, todo el dígito' },
  digits: true,
  weight: 5,
  command: 'explain prototypes.safetensors#prototypes --class 5',
  rule: [
    decoderCoversMost,
    ...silhouetteRule,
    condition(
      'the network is sure of the decoder’s: P > 0.99',
      'la red está segura del suyo: P > 0.99',
      ({ probability }) => probability > 0.99,
    ),
  ],
  about: {
    en: 'Layer-wise relevance propagation with α = 2, β = 1 from the logit of 5: red speaks for a 5, blue against it, each map on its own scale. Strokes are the pixels brighter than halfway between an image’s darkest and brightest; a map covers those where it has more than a tenth of its largest relevance. The expert starts at a real 5. Shares are medians of ten 5s by each method; the first is shown.',
    es: 'Propagación de relevancia por capas con α = 2, β = 1 desde el logit de 5: el rojo habla a favor, el azul en contra, cada mapa con su escala. Trazos son los pixeles más claros que la mitad entre el más oscuro y el más claro de la imagen; un mapa cubre aquellos donde tiene más de un décimo de su mayor relevancia. El experto parte de un 5 real. Las partes son medianas de diez 5 por cada método; se muestra el primero.',
  },
  cause: {
    en: 'The maps are the network’s more than the images’: of the same 100 test digits the thesis-like network’s maps cover 49 % of the strokes and today’s 44 %; of the decoder’s ten prototypes for the thesis-like network 59 and 48 %. Not the augmentation: of networks trained alike but for it (the chart of accuracy), 58 % of the relevance lies on strokes without it and 57 % with it after eight epochs, 62 % both after one; seeds differ by more, 50 to 70 %.',
    es: 'Los mapas son más de la red que de las imágenes: de los mismos 100 dígitos de prueba, los de la red como la de la tesis cubren 49 % de los trazos y los de la de hoy 44 %; de los diez prototipos del decodificador para la red como la de la tesis, 59 y 48 %. No es el aumento de datos: en redes entrenadas igual salvo por él (la gráfica de precisión), tras ocho épocas 58 % de la relevancia está en los trazos sin él y 57 % con él, y tras una 62 % en ambas; las semillas difieren más, de 50 a 70 %.',
  },
  draw: async (context) => {
    const found: FoundPrototypes[] = [];
    const firstMaps: HostTensor[] = [];
    const all: (readonly StrokeCoverage[])[] = [];
    for (const method of prototypeMethods) {
      const { images, probabilities } = await severalBy(context, method, 5, several);
      const fives = probabilities.map(() => 5);
      const { maps } = await explain(context, images, fives);
      all.push(coverages(images, maps));
      firstMaps.push(gather(maps, [0]));
      found.push({ images: gather(images, [0]), probabilities });
      context.progress(found.length / 3);
    }
    const [images, maps] = [concatenate(...found.map((one) => one.images)), concatenate(...firstMaps)];
    const numbers = coverageNumbers(all);
    const svg = await inBoth((say) =>
      heatmapGrid([{ images }, { maps, captions: all.map(([{ covered }]) => percentage(covered)) }], {
        itemTitles: methodWords(say),
        compact: true,
        gap: 6,
      }),
    );
    const said = prototypeMethods.map((method) => percentage(numbers[method])).join(', ');
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
      numbers: { ...numbers, probability: median(found[2].probabilities) },
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
  expected: { en: 'the silhouette of each digit', es: 'la silueta de cada dígito' },
  weight: 4,
  command: 'explain prototypes.safetensors#prototypes',
  rule: [
    condition(
      'relevance seeks the strokes: twice as much there as chance gives',
      'la relevancia busca los trazos: ahí hay el doble de lo que da el azar',
      ({ onStroke, area }) => onStroke > 2 * area,
    ),
    condition(
      'and covers almost all of them: three quarters, and twice what it would shuffled',
      'y cubre casi todos: tres cuartos, y el doble que barajada',
      drawsStrokes,
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
    const [covered, chance, onStroke, area] = (['covered', 'chance', 'onStroke', 'area'] as const).map((measure) =>
      mean(all.map((one) => one[measure])),
    );
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
      caption: {
        en: `Shuffled, the maps would cover ${percentage(chance)}. ${percentage(onStroke)} of the positive relevance is on strokes, which are ${percentage(area)} of the area.`,
        es: `Barajados, los mapas cubrirían ${percentage(chance)}. ${percentage(onStroke)} de la relevancia positiva está en los trazos, que son ${percentage(area)} del área.`,
      },
      numbers: { covered, chance, onStroke, area, least: Math.min(...probabilities) },
    };
  },
};
