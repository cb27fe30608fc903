import { condition, drawing, inBoth, percentage } from '@interp/report';
import { mean } from '@interp/core/internal';
import { barChart } from '@interp/viz';
import { type Figure, methodWords } from '../figure.js';
import { explain, findBy, prototypeMethods } from '../figures/explanations.js';
import { tenClasses } from '../figures/prototypes.js';
import {
  coverageNumbers,
  decoderCoversMost,
  silhouetteRule,
  threeHeatmapsFigure,
} from '../figures/chapter-3/heatmaps.js';
import type { StrokeCoverage } from '@interp/lrp';
import { coverages } from '../figures/coverage.js';
import { smallChart } from '../figures/small-chart.js';

/** Section 3.4: the relevance of decoder prototypes spreads over the digit, that of the others sits in spots. */
export const spreadRelevanceClaim: Figure = {
  number: 'claim 3.4a',
  kind: 'claim',
  title: {
    en: 'Relevance of AM and expert prototypes sits in spots, that of decoder prototypes spreads over the digit',
    es: 'La relevancia de los prototipos de AM y experto se concentra en manchas; la del decodificador se reparte por el dígito',
  },
  expected: { en: 'spots, spots, the digit', es: 'manchas, manchas, el dígito' },
  digits: true,
  weight: 8,
  command: 'explain prototypes.safetensors#prototypes',
  rule: [
    decoderCoversMost,
    ...silhouetteRule,
    condition(
      'the network is sure of the decoder’s: mean P > 0.99',
      'la red está segura de los suyos: P media > 0.99',
      ({ probability }) => probability > 0.99,
    ),
  ],
  about: {
    en: 'The prototypes of all digits by the three methods, explained by LRP, α = 2, β = 1. Strokes and what covers them are as in Figure 3.9; shares are medians of the ten digits.',
    es: 'Los prototipos de todos los dígitos por los tres métodos, explicados por LRP, α = 2, β = 1. Los trazos y lo que los cubre son como en la Figura 3.9; las partes son medianas de los diez dígitos.',
  },
  cause: threeHeatmapsFigure.cause,
  draw: async (context) => {
    const all: (readonly StrokeCoverage[])[] = [];
    let probability = 0;
    for (const [i, method] of prototypeMethods.entries()) {
      const { images, probabilities } = await findBy(context, method, tenClasses);
      probability = mean(probabilities);
      const { maps } = await explain(context, images, tenClasses);
      all.push(coverages(images, maps));
      context.progress((i + 1) / 3);
    }
    const numbers = coverageNumbers(all);
    const covered = all.map((ofTen) => ofTen.map((one) => one.covered));
    const said = prototypeMethods.map((method) => percentage(numbers[method])).join(', ');
    const svg = await inBoth((say) =>
      barChart(
        tenClasses.map(String),
        methodWords(say).map((name, i) => ({ name, values: covered[i].map((part) => 100 * part) })),
        {
          xTitle: say('prototype of', 'prototipo de'),
          yTitle: say('strokes covered, %', 'trazos cubiertos, %'),
          yRange: [0, 100],
          ...smallChart,
        },
      ),
    );
    return {
      pictures: drawing('claim-3.4a', svg, {
        en: 'How much of the strokes the heatmap of each digit’s prototype covers, by the three methods.',
        es: 'Cuánto de los trazos cubre el mapa del prototipo de cada dígito, por los tres métodos.',
      }),
      data: { am: covered[0], expert: covered[1], decoder: covered[2] },
      ours: { en: `of strokes covered: ${said}`, es: `de los trazos cubren: ${said}` },
      numbers: { ...numbers, probability },
    };
  },
};
