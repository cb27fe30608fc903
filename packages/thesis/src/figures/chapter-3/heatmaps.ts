import { heatmapGrid } from '@interp/viz';
import { explain, findBy, prototypeMethods, type FoundPrototypes } from '../explanations.js';
import { same, pixels, inBoth, type Figure } from '../../figure.js';
import { concatenate, entryOf } from '../../tensors.js';
import { tenClasses } from '../prototypes.js';
import { methodWords } from '../../format.js';

/** Figure 3.9: the 5 by three methods and why the network takes each for a 5. */
export const threeHeatmapsFigure: Figure = {
  number: '3.9',
  title: { en: 'The 5 by AM, expert and decoder, explained', es: 'El 5 por AM, experto y decodificador, explicado' },
  thesis: { en: 'spots, spots, the whole digit', es: 'manchas, manchas, todo el dígito' },
  digits: true,
  weight: 5,
  command: 'explain prototypes.safetensors#prototypes --class 5',
  draw: async (context) => {
    const found: FoundPrototypes[] = [];
    for (const method of prototypeMethods) found.push(await findBy(context, method, [5]));
    const images = concatenate(...found.map((one) => one.images));
    const { maps, gini } = await explain(context, images, [5, 5, 5]);
    const said = gini.map((value) => value.toFixed(2)).join(', ');
    const agrees = gini[2] < gini[0] && gini[2] < gini[1];
    const svg = await inBoth((say) =>
      heatmapGrid([{ images }, { maps, captions: gini.map((value) => `Gini ${value.toFixed(2)}`) }], {
        itemTitles: methodWords(say),
      }),
    );
    return {
      pictures: pixels('3.9', svg, {
        en: 'Three prototypes of 5 above their heatmaps: red pixels speak for a 5, blue ones against.',
        es: 'Tres prototipos de 5 sobre sus mapas de calor: los pixeles rojos hablan a favor del 5, los azules en contra.',
      }),
      data: { gini, probabilities: found.flatMap((one) => one.probabilities) },
      tensors: [
        ['images', entryOf(images)],
        ['relevance', entryOf(maps)],
      ],
      ours: same(`Gini ${said}`),
      difference: agrees
        ? { en: 'none', es: 'ninguna' }
        : { en: 'the decoder’s is not the lowest', es: 'el del decodificador no es el menor' },
      verdict: agrees ? 'agrees' : gini[2] < Math.max(gini[0], gini[1]) ? 'partly' : 'differs',
      caption: {
        en: 'Layer-wise relevance propagation with α = 2, β = 1 from the logit of 5: red speaks for a 5, blue against it, each map on its own scale. The Gini index says how much the relevance is concentrated: 0 for an even map, 1 for a single pixel. The expert starts at a real 5.',
        es: 'Propagación de relevancia por capas con α = 2, β = 1 desde el logit de 5: el rojo habla a favor, el azul en contra, cada mapa con su escala. El índice de Gini dice qué tan concentrada está la relevancia: 0 si es pareja, 1 si es un solo pixel. El experto parte de un 5 real.',
      },
      numbers: { am: gini[0], expert: gini[1], decoder: gini[2] },
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
  draw: async (context) => {
    const { images, probabilities } = await findBy(context, 'decoder', tenClasses);
    const { maps, gini } = await explain(context, images, tenClasses);
    const size = maps.data.length / 10;
    const onStroke = tenClasses.map((c) => {
      let [on, all] = [0, 0];
      for (let i = c * size; i < (c + 1) * size; i++) {
        const positive = Math.max(0, maps.data[i]);
        all += positive;
        if (images.data[i] > -0.5) on += positive;
      }
      return all === 0 ? 0 : on / all;
    });
    const strokeArea = images.data.filter((value) => value > -0.5).length / images.data.length;
    const share = onStroke.reduce((sum, value) => sum + value, 0) / 10;
    return {
      pictures: pixels(
        '3.10',
        heatmapGrid([{ images }, { maps }], { itemTitles: tenClasses.map(String), columns: 5 }),
        {
          en: 'Ten prototypes that look like digits, each above its heatmap, which follows the strokes.',
          es: 'Diez prototipos que parecen dígitos, cada uno sobre su mapa de calor, que sigue los trazos.',
        },
      ),
      data: { gini, onStroke, strokeArea, probabilities },
      tensors: [
        ['images', entryOf(images)],
        ['relevance', entryOf(maps)],
      ],
      ours: {
        en: `${(100 * share).toFixed(0)} % of positive relevance on strokes (${(100 * strokeArea).toFixed(0)} % of the area)`,
        es: `${(100 * share).toFixed(0)} % de la relevancia positiva en los trazos (${(100 * strokeArea).toFixed(0)} % del área)`,
      },
      difference: { en: 'other prototypes', es: 'otros prototipos' },
      verdict: share > 2 * strokeArea ? 'agrees' : share > strokeArea ? 'partly' : 'differs',
      caption: {
        en: 'The prototypes of Figure 3.7 and their maps by LRP, α = 2, β = 1. Relevance lies on and along the strokes and so draws the digit’s silhouette; “ours” has the part of it that lies on strokes.',
        es: 'Los prototipos de la Figura 3.7 y sus mapas por LRP, α = 2, β = 1. La relevancia está en los trazos y a lo largo de ellos, y así dibuja la silueta del dígito; «aquí» dice qué parte está en los trazos.',
      },
      numbers: { share, strokeArea },
    };
  },
};
