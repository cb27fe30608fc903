import { condition, drawing, inBoth } from '@interp/report';
import { mean, range } from '@interp/core/internal';
import { lineChart } from '@interp/viz';
import type { Figure } from '../figure.js';
import { explain } from '../figures/explanations.js';
import { classify, toHost } from '../tensors.js';
import { smallChart } from '../figures/small-chart.js';

const alphas = [1, 2, 3, 5];

/** Section 3.4: a larger α gives more weight to what speaks against. */
export const negativeShareClaim: Figure = {
  number: 'claim 3.4b',
  kind: 'claim',
  title: {
    en: 'A larger α gives more weight to what speaks against',
    es: 'Una α mayor da más peso a lo que habla en contra',
  },
  expected: { en: 'more weight with α above 2', es: 'más peso con α mayor que 2' },
  digits: true,
  weight: 4,
  command: 'explain mnist:test/0-99 --alpha 3 --beta 2',
  rule: [
    condition(
      'more with each α',
      'más con cada α',
      ({ one, two, three, five }) => one < two && two < three && three < five,
    ),
    condition('next to none at α = 1', 'casi nada con α = 1', ({ one }) => one < 0.05),
    condition('by a network that reads the digits', 'según una red que lee los dígitos', ({ right }) => right > 0.9),
  ],
  about: {
    en: 'The part of Σ|R| that is negative, mean over digits explained from the logit of their own class. With α = 1, β = 0 there is none but that of negative logits.',
    es: 'La parte de Σ|R| que es negativa, media de dígitos explicados desde el logit de su clase. Con α = 1, β = 0 no hay salvo la de logits negativos.',
  },
  draw: async (context) => {
    const images = await context.digits('test');
    const n = context.mode === 'quick' ? 50 : 500;
    const chosen = range(0, n);
    const x = await toHost(images.images(chosen));
    const classes = [...chosen].map((i) => images.labels[i]);
    const shares: number[] = [];
    for (const [i, alpha] of alphas.entries()) {
      shares.push(mean((await explain(context, x, classes, alpha)).against));
      context.progress((i + 1) / alphas.length);
    }
    const right = classify(await context.classifier(), x).filter((answer, i) => answer.class === classes[i]).length / n;
    const said = shares.map((share) => (100 * share).toFixed(0)).join(', ');
    const svg = await inBoth((say) =>
      lineChart([{ x: alphas, y: shares.map((share) => 100 * share) }], {
        xTitle: 'α = β + 1',
        yTitle: say('negative relevance, % of Σ|R|', 'relevancia negativa, % de Σ|R|'),
        yRange: [0, 50],
        ...smallChart,
      }),
    );
    return {
      pictures: drawing('claim-3.4b', svg, {
        en: `The share of negative relevance for α = 1, 2, 3, 5: ${said} %.`,
        es: `La parte de relevancia negativa con α = 1, 2, 3, 5: ${said} %.`,
      }),
      data: alphas.map((alpha, i) => ({ alpha, share: shares[i] })),
      ours: { en: `α 1, 2, 3, 5: ${said} % negative`, es: `α 1, 2, 3, 5: ${said} % negativa` },
      caption: {
        en: `n = ${n}.`,
        es: `n = ${n}.`,
      },
      numbers: { one: shares[0], two: shares[1], three: shares[2], five: shares[3], right },
    };
  },
};
