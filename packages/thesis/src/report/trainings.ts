import { join } from 'node:path';
import type { Figure, Text } from '../figure.js';
import type { NetworkName } from '../context.js';
import { pictureOf } from '../figures/outcome-parts.js';
import { nothing } from '../format.js';

interface Training {
  readonly name: NetworkName;
  readonly title: Text;
  readonly args: readonly string[];
  readonly file: string;
  readonly weight: number;
}

const recipes: readonly Training[] = [
  {
    name: 'lenet',
    title: { en: 'The LeNet, trained from scratch', es: 'La LeNet, entrenada desde cero' },
    args: ['lenet', '--epochs', '8', '--shift', '1.5', '--rotate', '10', '--rate', '0.01'],
    file: 'model.json',
    weight: 400,
  },
  {
    name: 'lenet-relu',
    title: { en: 'The judge, a LeNet with ReLU', es: 'El juez, una LeNet con ReLU' },
    args: ['lenet', '--activation', 'relu', '--epochs', '5', '--shift', '1.5', '--rotate', '10'],
    file: 'model.json',
    weight: 300,
  },
  {
    name: 'lenet-robust',
    title: { en: 'The LeNet, trained against attacks', es: 'La LeNet, entrenada contra ataques' },
    args: ['lenet', '--adversarial', 'fgsm', '--epochs', '9'],
    file: 'model.json',
    weight: 500,
  },
  {
    name: 'rbm-8',
    title: { en: 'The RBM of 8 hidden units', es: 'La RBM de 8 unidades ocultas' },
    args: ['rbm', '--hidden', '8', '--variant', 'cho', '--trainer', 'pcd', '--epochs', '10'],
    file: 'rbm.safetensors',
    weight: 100,
  },
  {
    name: 'rbm-100',
    title: { en: 'The RBM of 100 hidden units', es: 'La RBM de 100 unidades ocultas' },
    args: ['rbm', '--hidden', '100', '--variant', 'cho', '--trainer', 'pcd', '--epochs', '15'],
    file: 'rbm.safetensors',
    weight: 250,
  },
  {
    name: 'generator',
    title: { en: 'The generator', es: 'El generador' },
    args: ['gan', '--epochs', '20'],
    file: 'model.json',
    weight: 600,
  },
];

const folderOf = (folder: string, name: NetworkName): string => join(folder, 'networks', name);

/**
 * Where networks trained anew are.
 *
 * @param folder - the report's
 * @returns the path of each
 */
export const trainedNetworks = (folder: string): Readonly<Partial<Record<NetworkName, string>>> =>
  Object.fromEntries(recipes.map(({ name, file }) => [name, join(folderOf(folder, name), file)]));

/**
 * The trainings of all networks, from scratch; each goes on from its checkpoint where an earlier run was stopped.
 *
 * @param folder - the report's
 * @returns them as figures, whose picture is how the training went
 */
export const trainings = (folder: string): readonly Figure[] =>
  recipes.map(({ name, title, args, weight }) => ({
    number: `train ${name}`,
    kind: 'network',
    title,
    thesis: nothing,
    weight,
    command: ['train', ...args, '--out', name].join(' '),
    draw: async ({ outcome }) => {
      const trained = await outcome(['train', ...args, '--out', folderOf(folder, name), '--resume']);
      return {
        pictures: trained.picture
          ? [
              {
                name: `train-${name}`,
                svg: await pictureOf(trained),
                kind: 'drawing',
                alt: { en: 'What was minimised, epoch after epoch.', es: 'Lo minimizado, época tras época.' },
              },
            ]
          : [],
        data: trained.json,
        ours: nothing,
        difference: nothing,
        verdict: 'drawn',
        caption: {
          en: `From seeded first weights by interp train ${args[0]}.`,
          es: `Desde pesos iniciales con semilla, por interp train ${args[0]}.`,
        },
        numbers: {},
      };
    },
  }));
