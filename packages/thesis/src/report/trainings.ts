import { join } from 'node:path';
import { chartWords } from '@interp/diagrams';
import { networkTrainings, type TrainableName, type TrainedNetwork } from '@interp/pretrained/node';
import { drawing, inBoth, nothing, same, type Cell, type Text } from '@interp/report';
import { refuseLinks } from '@interp/report/node';
import { classifierTrainingChart, ganTrainingChart, rbmTrainingChart } from '@interp/viz';
import type { Figure } from '../figure.js';
import type { NetworkPlaces } from '../node-context.js';
import { shippedNetworks, type ColumnName, type Columns } from '../networks.js';

/** Each training's title, and its part of the work. */
const titles: Readonly<Record<TrainableName, Text & { readonly weight: number }>> = {
  'lenet-thesis': {
    en: 'The LeNet, trained as the thesis trained its own',
    es: 'La LeNet, entrenada como la de la tesis',
    weight: 600,
  },
  'rbm-8-thesis': {
    en: 'The RBM of 8 hidden units, as in the thesis',
    es: 'La RBM de 8 unidades ocultas, como en la tesis',
    weight: 100,
  },
  'rbm-100-thesis': {
    en: 'The RBM of 100 hidden units, as in the thesis',
    es: 'La RBM de 100 unidades ocultas, como en la tesis',
    weight: 250,
  },
  lenet: { en: 'The LeNet, trained from scratch', es: 'La LeNet, entrenada desde cero', weight: 400 },
  'lenet-relu': { en: 'The judge, a LeNet with ReLU', es: 'El juez, una LeNet con ReLU', weight: 300 },
  'lenet-robust': { en: 'The LeNet, trained against attacks', es: 'La LeNet, entrenada contra ataques', weight: 500 },
  'rbm-8': { en: 'The RBM of 8 hidden units', es: 'La RBM de 8 unidades ocultas', weight: 100 },
  'rbm-100': { en: 'The RBM of 100 hidden units', es: 'La RBM de 100 unidades ocultas', weight: 250 },
  generator: { en: 'The generator', es: 'El generador', weight: 600 },
};

const folderOf = (folder: string, name: string): string => join(folder, 'networks', name);

/** Where the networks of both columns are, once trained, in the report's folder. */
export const trainedNetworks = (folder: string): Columns<NetworkPlaces> => {
  const placesOf = (column: ColumnName): NetworkPlaces =>
    Object.fromEntries(
      Object.entries(shippedNetworks[column]).map(([role, name]) => [
        role,
        join(folderOf(folder, name), networkTrainings[name].file),
      ]),
    );
  return { thesisLike: placesOf('thesisLike'), today: placesOf('today') };
};

const chartOf = (trained: TrainedNetwork): Promise<Cell> =>
  inBoth((say) => {
    if (trained.kind === 'lenet') return classifierTrainingChart(trained.history, chartWords(say));
    if (trained.kind === 'rbm') return rbmTrainingChart(trained.history, chartWords(say));
    return ganTrainingChart(trained.history, chartWords(say));
  });

/** The trainings of all networks, from scratch, as figures whose picture is how the training went. */
export const trainings = (folder: string): readonly Figure[] =>
  Object.entries(networkTrainings).map(([name, { command, train }]) => {
    const { weight, ...title } = titles[name as TrainableName];
    return {
      number: `train ${name}`,
      kind: 'network',
      title,
      label: same(name),
      expected: nothing,
      weight,
      command: `${command} --out ${name}`,
      draw: async ({ digits, seed, signal, progress }) => {
        await refuseLinks(folder, folderOf(folder, name));
        const trained = await train(folderOf(folder, name), { digits, seed, signal, progress });
        const { kind, ...data } = trained;
        return {
          pictures: drawing(`train-${name}`, await chartOf(trained), {
            en: 'What was minimised, epoch after epoch.',
            es: 'Lo minimizado, época tras época.',
          }),
          data,
          ours: nothing,
          caption: {
            en: `From seeded first weights by interp train ${kind}.`,
            es: `Desde pesos iniciales con semilla, por interp train ${kind}.`,
          },
          numbers: {},
        };
      },
    };
  });
