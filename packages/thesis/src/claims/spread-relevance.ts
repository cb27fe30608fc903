import { mean } from '@interp/core/internal';
import { barChart } from '@interp/viz';
import { drawing, inBoth, type Figure } from '../figure.js';
import { explain, findBy, prototypeMethods } from '../figures/explanations.js';
import { tenClasses } from '../figures/prototypes.js';
import { methodWords } from '../format.js';

/** Section 3.4: the relevance of decoder prototypes spreads over the digit, that of the others sits in spots. */
export const spreadRelevanceClaim: Figure = {
  number: 'claim 3.4a',
  kind: 'claim',
  title: {
    en: 'Relevance of AM and expert prototypes sits in spots, that of decoder prototypes spreads over the digit',
    es: 'La relevancia de los prototipos de AM y experto se concentra en manchas; la del decodificador se reparte por el dígito',
  },
  thesis: { en: 'spots, spots, the digit', es: 'manchas, manchas, el dígito' },
  digits: true,
  weight: 8,
  command: 'explain prototypes.safetensors#prototypes',
  draw: async (context) => {
    const ginis: number[][] = [];
    for (const [i, method] of prototypeMethods.entries()) {
      const { images } = await findBy(context, method, tenClasses);
      ginis.push([...(await explain(context, images, tenClasses)).gini]);
      context.progress((i + 1) / 3);
    }
    const [am, expert, decoder] = ginis.map(mean);
    const said = [am, expert, decoder].map((value) => value.toFixed(2)).join(', ');
    const lower = (others: readonly number[]): number => ginis[2].filter((gini, c) => gini < others[c]).length;
    const svg = await inBoth((say) =>
      barChart(
        tenClasses.map(String),
        methodWords(say).map((name, i) => ({ name, values: ginis[i] })),
        {
          xTitle: say('prototype of', 'prototipo de'),
          yTitle: say('Gini index of |R|', 'índice de Gini de |R|'),
          yRange: [0, 1],
        },
      ),
    );
    return {
      pictures: drawing('claim-3.4a', svg, {
        en: 'Gini index of the heatmap of each digit’s prototype by the three methods.',
        es: 'Índice de Gini del mapa del prototipo de cada dígito por los tres métodos.',
      }),
      data: { am: ginis[0], expert: ginis[1], decoder: ginis[2] },
      ours: { en: `mean Gini, AM, expert, decoder: ${said}`, es: `Gini medio, AM, experto, decodificador: ${said}` },
      difference: {
        en: `decoder lower in ${lower(ginis[0])} (AM), ${lower(ginis[1])} (expert) of 10`,
        es: `decodificador menor en ${lower(ginis[0])} (AM), ${lower(ginis[1])} (experto) de 10`,
      },
      verdict: decoder < am && decoder < expert ? 'agrees' : decoder < am || decoder < expert ? 'partly' : 'differs',
      caption: {
        en: 'Gini index of |R| over the pixels of each LRP map (α = 2, β = 1): 0 where all weigh the same, near 1 where few have it all. A map on a thin stroke alone is concentrated too, on the stroke: Figure 3.10 counts how much of it lies there.',
        es: 'Índice de Gini de |R| sobre los pixeles de cada mapa LRP (α = 2, β = 1): 0 si todos pesan igual, casi 1 si unos pocos la tienen toda. Un mapa sobre un trazo delgado también está concentrado, en el trazo: la Figura 3.10 cuenta cuánto está ahí.',
      },
      numbers: { am, expert, decoder },
    };
  },
};
