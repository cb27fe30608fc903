import { join } from 'node:path';
import { drawing, nothing, same, type Text } from '@interp/report';
import { fgsmTraining } from '@interp/adversarial';
import { thesisRecipe as thesisLenet } from '@interp/lenet';
import { cho, linearRate, persistentDivergence, thesisRecipe as thesisRbm, type RbmRecipe } from '@interp/rbm';
import type { Figure } from '../figure.js';
import { refuseLinks } from '@interp/report/node';
import type { NetworkPlaces } from '../node-context.js';
import type { ColumnName, Columns, NetworkRole } from '../networks.js';
import { ganTraining, lenetTraining, rbmTraining, type Train } from './networks.js';

interface Recipe {
  readonly name: string;
  readonly role: NetworkRole;
  /** The column that it is for. Default both. */
  readonly column?: ColumnName;
  readonly title: Text;
  /** What makes it on the command line. */
  readonly command: string;
  readonly train: Train;
  readonly weight: number;
}

const augment = { shift: 1.5, rotate: 10 };

/** Cho's RBM by persistent contrastive divergence, as today's are trained. */
const persistent = (hidden: number, epochs: number): RbmRecipe => ({
  network: { hidden, variant: cho },
  training: { epochs, trainer: persistentDivergence(), schedule: linearRate() },
});

/** Both columns' networks, each trained as the one that ships in its place. */
const recipes: readonly Recipe[] = [
  {
    name: 'lenet-thesis',
    role: 'classifier',
    column: 'thesisLike',
    title: { en: 'The LeNet, trained as the thesis trained its own', es: 'La LeNet, entrenada como la de la tesis' },
    command: 'train lenet --recipe thesis',
    train: lenetTraining(thesisLenet),
    weight: 600,
  },
  {
    name: 'rbm-8-thesis',
    role: 'expert',
    column: 'thesisLike',
    title: { en: 'The RBM of 8 hidden units, as in the thesis', es: 'La RBM de 8 unidades ocultas, como en la tesis' },
    command: 'train rbm --recipe thesis',
    train: rbmTraining(thesisRbm),
    weight: 100,
  },
  {
    name: 'rbm-100-thesis',
    role: 'wideExpert',
    column: 'thesisLike',
    title: {
      en: 'The RBM of 100 hidden units, as in the thesis',
      es: 'La RBM de 100 unidades ocultas, como en la tesis',
    },
    command: 'train rbm --recipe thesis --hidden 100',
    train: rbmTraining({ ...thesisRbm, network: { ...thesisRbm.network, hidden: 100 } }),
    weight: 250,
  },
  {
    name: 'lenet',
    role: 'classifier',
    column: 'today',
    title: { en: 'The LeNet, trained from scratch', es: 'La LeNet, entrenada desde cero' },
    command: 'train lenet --epochs 8 --shift 1.5 --rotate 10 --rate 0.01',
    train: lenetTraining({ training: { epochs: 8, rate: 0.01, augment } }),
    weight: 400,
  },
  {
    name: 'lenet-relu',
    role: 'judge',
    title: { en: 'The judge, a LeNet with ReLU', es: 'El juez, una LeNet con ReLU' },
    command: 'train lenet --activation relu --epochs 5 --shift 1.5 --rotate 10',
    train: lenetTraining({ network: { activation: 'relu' }, training: { epochs: 5, augment } }),
    weight: 300,
  },
  {
    name: 'lenet-robust',
    role: 'robust',
    title: { en: 'The LeNet, trained against attacks', es: 'La LeNet, entrenada contra ataques' },
    command: 'train lenet --adversarial fgsm --epochs 9',
    train: lenetTraining({ training: { epochs: 9, adversarial: fgsmTraining({ epsilon: 0.6 }) } }),
    weight: 500,
  },
  {
    name: 'rbm-8',
    role: 'expert',
    column: 'today',
    title: { en: 'The RBM of 8 hidden units', es: 'La RBM de 8 unidades ocultas' },
    command: 'train rbm --hidden 8 --variant cho --trainer pcd --epochs 10',
    train: rbmTraining(persistent(8, 10)),
    weight: 100,
  },
  {
    name: 'rbm-100',
    role: 'wideExpert',
    column: 'today',
    title: { en: 'The RBM of 100 hidden units', es: 'La RBM de 100 unidades ocultas' },
    command: 'train rbm --hidden 100 --variant cho --trainer pcd --epochs 15',
    train: rbmTraining(persistent(100, 15)),
    weight: 250,
  },
  {
    name: 'generator',
    role: 'generator',
    title: { en: 'The generator', es: 'El generador' },
    command: 'train gan --epochs 20',
    train: ganTraining({ epochs: 20 }),
    weight: 600,
  },
];

const folderOf = (folder: string, name: string): string => join(folder, 'networks', name);

/** Where the networks of both columns are, once trained, in the report's folder. */
export const trainedNetworks = (folder: string): Columns<NetworkPlaces> => {
  const placesOf = (wanted: ColumnName): NetworkPlaces =>
    Object.fromEntries(
      recipes
        .filter(({ column = wanted }) => column === wanted)
        .map(({ name, role }) => [
          role,
          join(folderOf(folder, name), name.startsWith('rbm-') ? 'rbm.safetensors' : 'model.json'),
        ]),
    );
  return { thesisLike: placesOf('thesisLike'), today: placesOf('today') };
};

/** The trainings of all networks, from scratch, as figures whose picture is how the training went. */
export const trainings = (folder: string): readonly Figure[] =>
  recipes.map(({ name, title, command, train, weight }) => ({
    number: `train ${name}`,
    kind: 'network',
    title,
    label: same(name),
    expected: nothing,
    weight,
    command: `${command} --out ${name}`,
    draw: async (context) => {
      await refuseLinks(folder, folderOf(folder, name));
      const { data, chart } = await train(context, folderOf(folder, name));
      const kind = command.split(' ')[1];
      return {
        pictures: drawing(`train-${name}`, chart, {
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
  }));
