import type { Say } from '@interp/report';
import type { TrainingChartOptions } from '@interp/viz';

/** The words of the charts of `@interp/viz` in Spanish. */
const spanish: Readonly<Record<string, string>> = {
  Loss: 'Pérdida',
  loss: 'pérdida',
  Losses: 'Pérdidas',
  epoch: 'época',
  training: 'entrenamiento',
  validation: 'validación',
  clean: 'limpias',
  adversarial: 'adversarias',
  'validation, adversarial': 'validación, adversarias',
  'Reconstruction error': 'Error de reconstrucción',
  'mean square': 'error cuadrático medio',
  'Free energy: validation less training': 'Energía libre: validación menos entrenamiento',
  gap: 'diferencia',
  'Exact log-likelihood': 'Log-verosimilitud exacta',
  'nats an image': 'nats por imagen',
  discriminator: 'discriminador',
  generator: 'generador',
  'Pairs of a real and a generated image told apart':
    'Pares (imagen real, imagen generada) que el discriminador distingue',
  'told apart': 'distinguidos',
  part: 'fracción',
};

/** Options by which a chart of a training is drawn in one of both languages. */
export const chartWords = (say: Say): TrainingChartOptions => ({
  translate: (text) => say(text, spanish[text] ?? text),
});
