import { type Cell, condition, percentage, same, table, type Text } from '@interp/report';
import { measureRobustness, standardAttacks, type Robustness } from '@interp/adversarial';
import type { Figure } from '../../figure.js';
import type { FigureContext } from '../../context.js';

/** Radius of the attacks in units of the input: 0.3 of the range from 0 to 1. */
const radius = 0.6;

/** A network under the attacks of {@link standardAttacks}, made against that very network. */
const underAttack = async (
  { classifier, digits, mode, seed, signal, progress }: FigureContext,
  role: 'classifier' | 'robust',
  from: number,
): Promise<Robustness> => {
  const images = await digits('test');
  const limit = mode === 'quick' ? 100 : 1000;
  return measureRobustness(await classifier(role), images, {
    attacks: standardAttacks(radius),
    limit,
    seed,
    signal,
    onStep: ({ value }) => progress(from + value.done / value.n / 2),
  });
};

/** Section 4.2's remark on retraining: accuracy and robustness before and after. */
export const retrainingTable: Figure = {
  number: 'text, 4.2',
  title: { en: 'Adversarial retraining: before and after', es: 'Reentrenamiento adversario: antes y después' },
  expected: { en: 'retraining adds robustness', es: 'reentrenar aumenta la robustez' },
  digits: true,
  weight: 15,
  command: 'train lenet --adversarial fgsm',
  rule: [
    condition(
      'right under PGD: 10 points more',
      'aciertos bajo PGD: 10 puntos más',
      ({ pgdBefore, pgdAfter }) => pgdAfter > pgdBefore + 0.1,
    ),
    condition(
      'DeepFool has to go further',
      'DeepFool tiene que ir más lejos',
      ({ rhoBefore, rhoAfter }) => rhoAfter > 1.2 * rhoBefore,
    ),
    condition(
      'both read over 90 % where there is no attack',
      'ambas leen más de 90 % sin ataque',
      ({ cleanBefore, cleanAfter }) => cleanBefore > 0.9 && cleanAfter > 0.9,
    ),
  ],
  about: {
    en: 'The LeNet trained on examples made against it as it learns, beside the one that was not. The attacks on each are made against that very network. ρ is the mean of ‖r‖/‖x‖ of DeepFool’s r, on pixels from 0 to 1.',
    es: 'La LeNet entrenada con ejemplos hechos contra ella mientras aprende, junto a la que no lo fue. Los ataques a cada una se hacen contra esa misma red. ρ es la media de ‖r‖/‖x‖ de la r de DeepFool, con pixeles de 0 a 1.',
  },
  draw: async (context) => {
    const [before, after] = [await underAttack(context, 'classifier', 0), await underAttack(context, 'robust', 0.5)];
    const under = ({ attacks }: Robustness, name: string): number => attacks[name].accuracy ?? 0;
    const rho = ({ attacks }: Robustness): string => attacks.deepfool.rhoL2?.toFixed(3) ?? '–';
    const [weak, strong] = [before, after].map((one) => under(one, 'pgd-40'));
    const row = (name: Text, one: Robustness): readonly Cell[] => [
      name,
      percentage(one.clean ?? 0),
      percentage(under(one, 'fgsm')),
      percentage(under(one, 'pgd-40')),
      rho(one),
    ];
    return {
      pictures: [],
      tables: table(
        'text-4.2',
        {
          en: `Part of ${before.n} digits read right, attacks of radius ${radius / 2} on [0, 1]`,
          es: `Parte de ${before.n} dígitos leídos bien, ataques de radio ${radius / 2} en [0, 1]`,
        },
        [
          { en: 'network', es: 'red' },
          { en: 'no attack', es: 'sin ataque' },
          { en: 'FGSM', es: 'FGSM' },
          { en: 'PGD, 40 steps', es: 'PGD, 40 pasos' },
          { en: 'DeepFool’s ρ', es: 'ρ de DeepFool' },
        ],
        [['not retrained', 'sin reentrenar', before] as const, ['retrained', 'reentrenada', after] as const].map(
          ([en, es, one]) => row({ en, es }, one),
        ),
      ),
      data: { before, after },
      ours: same(`PGD: ${percentage(weak)} → ${percentage(strong)}; ρ ${rho(before)} → ${rho(after)}`),
      difference: { en: 'the thesis did not try', es: 'la tesis no lo probó' },
      numbers: {
        cleanBefore: before.clean ?? 0,
        cleanAfter: after.clean ?? 0,
        pgdBefore: weak,
        pgdAfter: strong,
        rhoBefore: before.attacks.deepfool.rhoL2 ?? 0,
        rhoAfter: after.attacks.deepfool.rhoL2 ?? 0,
      },
    };
  },
};
