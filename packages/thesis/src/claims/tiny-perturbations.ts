import { condition, percentage, table } from '@interp/report';
import { attack, deepFool, matchedNoise, misclassified } from '@interp/adversarial';
import { classify, type Classifier } from '@interp/core';
import { range } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Figure } from '../figure.js';

const changed = (network: Classifier, images: tf.Tensor, labels: readonly number[]): number =>
  classify(network, images).filter((answer, i) => answer.class !== labels[i]).length / labels.length;

/** Section 4.2: tiny perturbations change sure answers; retraining on them adds robustness. */
export const tinyPerturbationsClaim: Figure = {
  number: 'claim 4.2',
  kind: 'claim',
  title: {
    en: 'Tiny perturbations change sure answers; retraining on them adds robustness',
    es: 'Perturbaciones diminutas cambian respuestas seguras; reentrenar con ellas aumenta la robustez',
  },
  expected: { en: 'fooled where P > 0.99', es: 'engañada donde P > 0.99' },
  digits: true,
  weight: 10,
  command: 'attack mnist:test/0-49 --method deepfool',
  rule: [
    condition(
      'nine in ten sure answers change',
      'cambian nueve de cada diez respuestas seguras',
      ({ fooled }) => fooled > 0.9,
    ),
    condition(
      'by less than 0.3 of ‖x‖, where as much noise changes under a tenth',
      'por menos de 0.3 de ‖x‖, cuando tanto ruido cambia menos de un décimo',
      ({ rho, byNoise }) => rho < 0.3 && byNoise < 0.1,
    ),
    condition(
      'retraining makes ρ a fifth larger or more',
      'reentrenar hace ρ un quinto mayor o más',
      ({ rho, stronger }) => stronger > 1.2 * rho,
    ),
  ],
  about: {
    en: 'ρ is the mean of ‖r‖/‖x‖ on pixels from 0 to 1: how little of an image DeepFool changes. Noise of the same length changes next to nothing, so it is the direction that counts. The retrained network is attacked anew.',
    es: 'ρ es la media de ‖r‖/‖x‖ con pixeles de 0 a 1: qué tan poco cambia DeepFool una imagen. Un ruido igual de largo casi no cambia nada: lo que cuenta es la dirección. La red reentrenada se ataca de nuevo.',
  },
  draw: async ({ classifier, digits, mode, seed, signal }) => {
    const [network, robust] = [await classifier(), await classifier('robust')];
    const images = await digits('test');
    const n = mode === 'quick' ? 50 : 1000;
    const chosen = range(0, n);
    const labels = [...chosen].map((i) => images.labels[i]);
    const x = images.images(chosen);
    const run = (of: Classifier) => attack(of, x, deepFool(), { criterion: misclassified(labels), seed, signal });
    const [before, after] = [await run(network), await run(robust)];
    const noise = matchedNoise(x, before.perturbation, { seed });
    const byNoise = changed(
      network,
      noise,
      before.items.map((item) => item.before.class),
    );
    const old = changed(robust, before.adversarial, labels);
    const sure = before.items.filter((item) => item.before.probability > 0.99);
    const fooled = sure.filter((item) => item.outcome === 'succeeded').length;
    const [rho, stronger] = [before, after].map(({ summary }) => summary.rhoL2 ?? 0);
    tf.dispose([x, noise, before.adversarial, before.perturbation, after.adversarial, after.perturbation]);
    return {
      pictures: [],
      tables: table(
        'claim-4.2',
        { en: `DeepFool on ${n} digits`, es: `DeepFool en ${n} dígitos` },
        [
          { en: 'network', es: 'red' },
          { en: 'mean ‖r‖/‖x‖', es: '‖r‖/‖x‖ media' },
          { en: 'fooled by its own examples', es: 'engañada por sus propios ejemplos' },
          { en: 'fooled by the first’s examples', es: 'engañada por los ejemplos de la primera' },
          { en: 'fooled by noise as long', es: 'engañada por ruido igual de largo' },
        ],
        [
          [
            { en: 'not retrained', es: 'sin reentrenar' },
            rho.toFixed(3),
            percentage(before.summary.successRate ?? 0),
            '–',
            percentage(byNoise),
          ],
          [
            { en: 'retrained', es: 'reentrenada' },
            stronger.toFixed(3),
            percentage(after.summary.successRate ?? 0),
            percentage(old),
            '–',
          ],
        ],
      ),
      data: { before: before.summary, after: after.summary, byNoise, old, sure: sure.length, fooled },
      ours: {
        en: `${fooled} of ${sure.length} sure answers changed; ρ ${rho.toFixed(3)} → ${stronger.toFixed(3)} retrained`,
        es: `${fooled} de ${sure.length} respuestas seguras cambian; ρ ${rho.toFixed(3)} → ${stronger.toFixed(3)} reentrenada`,
      },
      difference: {
        en: `noise as long changes ${percentage(byNoise)}`,
        es: `ruido igual de largo cambia ${percentage(byNoise)}`,
      },
      caption: {
        en: `It needs perturbations ${(stronger / rho).toFixed(1)} times as long, and is fooled by ${percentage(old)} of those made against the first.`,
        es: `Necesita perturbaciones ${(stronger / rho).toFixed(1)} veces más largas, y la engañan ${percentage(old)} de las hechas contra la primera.`,
      },
      numbers: { rho, stronger, byNoise, fooled: sure.length === 0 ? 0 : fooled / sure.length },
    };
  },
};
