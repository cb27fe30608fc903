import { attack, deepFool, misclassified } from '@interp/adversarial';
import { random, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { table, type Figure } from '../figure.js';
import { classify } from '../tensors.js';
import { percentage } from '../format.js';

const changed = (network: Classifier, images: tf.Tensor, labels: readonly number[]): number =>
  classify(network, { shape: images.shape, data: images.dataSync<'float32'>() }).filter(
    (answer, i) => answer.class !== labels[i],
  ).length / labels.length;

/** Noise of each image's own length, in random directions. */
const noiseLike = (perturbation: tf.Tensor, seed: number): tf.Tensor =>
  tf.tidy(() => {
    const noise = tf.tensor(random(seed).normals(perturbation.size), perturbation.shape);
    const length = (x: tf.Tensor): tf.Tensor => tf.sqrt(tf.sum(tf.square(x), [1, 2, 3], true));
    return tf.mul(noise, tf.div(length(perturbation), length(noise)));
  });

/** Section 4.2: tiny perturbations change sure answers; retraining on them adds robustness. */
export const tinyPerturbationsClaim: Figure = {
  number: 'claim 4.2',
  kind: 'claim',
  title: {
    en: 'Tiny perturbations change sure answers; retraining on them adds robustness',
    es: 'Perturbaciones diminutas cambian respuestas seguras; reentrenar con ellas aumenta la robustez',
  },
  thesis: { en: 'fooled where P > 0.99', es: 'engañada donde P > 0.99' },
  digits: true,
  weight: 10,
  command: 'attack mnist:test/0-49 --method deepfool',
  draw: async ({ classifier, digits, mode, seed, signal }) => {
    const [network, robust] = [await classifier('lenet'), await classifier('lenet-robust')];
    const images = await digits('test');
    const n = mode === 'quick' ? 50 : 1000;
    const chosen = Uint32Array.from({ length: n }, (_, i) => i);
    const labels = [...chosen].map((i) => images.labels[i]);
    const x = images.images(chosen);
    const run = (of: Classifier) => attack(of, x, deepFool(), { criterion: misclassified(labels), seed, signal });
    const [before, after] = [await run(network), await run(robust)];
    const noise = noiseLike(before.perturbation, seed);
    const clip = (image: tf.Tensor): tf.Tensor => tf.tidy(() => tf.clipByValue(image, -1, 1));
    const noisy = clip(tf.tidy(() => tf.add(x, noise)));
    const byNoise = changed(network, noisy, labels);
    const old = changed(robust, before.adversarial, labels);
    const sure = before.items.filter((item) => item.before.probability > 0.99);
    const fooled = sure.filter((item) => item.outcome === 'succeeded').length;
    const [rho, stronger] = [before, after].map(({ summary }) => summary.rhoL2 ?? 0);
    tf.dispose([x, noise, noisy, before.adversarial, before.perturbation, after.adversarial, after.perturbation]);
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
          ['lenet', rho.toFixed(3), percentage(before.summary.successRate ?? 0), '–', percentage(byNoise)],
          ['lenet-robust', stronger.toFixed(3), percentage(after.summary.successRate ?? 0), percentage(old), '–'],
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
      verdict:
        fooled > 0.9 * sure.length && stronger > 1.2 * rho
          ? 'agrees'
          : fooled > 0.5 * sure.length
            ? 'partly'
            : 'differs',
      caption: {
        en: `ρ is the mean of ‖r‖/‖x‖ on pixels from 0 to 1: how little of an image DeepFool changes. Noise of the same length changes next to nothing, so it is the direction that counts. The retrained network is attacked anew: it needs perturbations ${(stronger / rho).toFixed(1)} times as long, and is fooled by ${percentage(old)} of those made against the first.`,
        es: `ρ es la media de ‖r‖/‖x‖ con pixeles de 0 a 1: qué tan poco cambia DeepFool una imagen. Un ruido igual de largo casi no cambia nada: lo que cuenta es la dirección. La red reentrenada se ataca de nuevo: necesita perturbaciones ${(stronger / rho).toFixed(1)} veces más largas, y la engañan ${percentage(old)} de las hechas contra la primera.`,
      },
      numbers: { rho, stronger, byNoise },
    };
  },
};
