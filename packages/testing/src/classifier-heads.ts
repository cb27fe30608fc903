import { layers, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply, ofFunctional, type Layer } from './small-model-parts.js';

type Activation = 'softmax' | 'logSoftmax' | 'sigmoid' | 'linear';
type Part = (x: SymbolicTensor) => SymbolicTensor;

/** A model that ends in some way, and the formula of its ending. */
export interface ClassifierHead {
  /** What it is made of. */
  readonly name: string;
  /** Builds the model, or the same one with a linear layer in place of all that follows; both take the same weights. */
  readonly build: (end: 'whole' | 'linear') => LayersModel;
  /** Number of units of the linear layer. */
  readonly units: number;
  /** What is computed of the units' values before scores end. */
  readonly scores: 'values' | 'softmax';
  /** What makes the output of scores. */
  readonly ending: Exclude<Activation, 'linear'> | 'identity';
  /** Which score each output is made of. Default each of its own. */
  readonly order?: readonly number[];
  /** Factor and shift of the output. Default 1 and 0. */
  readonly scale?: readonly [factor: number, shift: number];
  /** Whether layers before its end act in training alone. */
  readonly actsInTraining?: boolean;
}

const of =
  (layer: () => Layer): Part =>
  (x) =>
    apply(layer(), x);
const all =
  (...parts: readonly Part[]): Part =>
  (x) =>
    parts.reduce((y, part) => part(y), x);
const named = (activation: Activation) => ({ activation: activation as 'softmax' });

/** Ways to some units for each image: a dense layer, a convolution over one cell, and averages of maps. */
const bodies: Readonly<Record<string, (units: number, activation: Activation) => Part>> = {
  dense: (units, activation) =>
    all(
      of(() => layers.flatten()),
      of(() => layers.dense({ units, ...named(activation) })),
    ),
  convolution: (units, activation) =>
    all(
      of(() => layers.conv2d({ filters: 3, kernelSize: 2, activation: 'relu' })),
      of(() => layers.globalMaxPooling2d({})),
      of(() => layers.reshape({ targetShape: [1, 1, 3] })),
      of(() => layers.conv2d({ filters: units, kernelSize: 1, ...named(activation) })),
    ),
  averages: (units, activation) =>
    all(
      of(() => layers.conv2d({ filters: units, kernelSize: 2 })),
      of(() => layers.globalAveragePooling2d({})),
      of(() => layers.activation(named(activation))),
    ),
};

const nested = (...make: (() => Layer)[]) =>
  of(() =>
    sequential({ layers: [layers.reshape({ inputShape: [4], targetShape: [4] }), ...make.map((one) => one())] }),
  );

/** What follows an ending of four units in rows, and changes no score. */
const followers: Readonly<Record<string, Part>> = {
  nothing: (x) => x,
  'a reshape and a flatten': all(
    of(() => layers.reshape({ targetShape: [2, 2] })),
    of(() => layers.flatten()),
  ),
  dropout: of(() => layers.dropout({ rate: 0.5 })),
  noise: all(
    of(() => layers.gaussianNoise({ stddev: 1 })),
    of(() => layers.alphaDropout({ rate: 0.5 })),
  ),
  'multiplied noise': of(() => layers.gaussianDropout({ rate: 0.5 })),
  'a linear activation': of(() => layers.activation({ activation: 'linear' })),
  'a nested model': nested(
    () => layers.dropout({ rate: 0.5 }),
    () => layers.activation({ activation: 'linear' }),
  ),
  'two nested models': all(
    nested(),
    nested(() => layers.reshape({ targetShape: [4] })),
  ),
  'pooling of single cells': all(
    of(() => layers.reshape({ targetShape: [1, 1, 4] })),
    of(() => layers.averagePooling2d({ poolSize: 1, strides: 1 })),
    of(() => layers.globalAveragePooling2d({})),
  ),
  'cropping of nothing': all(
    of(() => layers.reshape({ targetShape: [2, 2, 1] })),
    of(() => layers.cropping2D({ cropping: [0, 0] })),
    of(() => layers.zeroPadding2d({ padding: 0 })),
    of(() => layers.upSampling2d({ size: [1, 1] })),
    of(() => layers.flatten()),
  ),
};

const endings = ['softmax', 'logSoftmax', 'sigmoid', 'linear'] as const;
const inputShape = [3, 3, 2];

interface Built {
  readonly units?: number;
  readonly body?: keyof typeof bodies;
  readonly activation?: Activation;
  readonly follower?: Part;
}

/** A head of a body, an activation in its last layer, and what follows. */
const head = (
  name: string,
  { units = 4, body = 'dense', activation = 'linear', follower = (x) => x }: Built,
  formula: Partial<Pick<ClassifierHead, 'scores' | 'ending' | 'order' | 'scale' | 'actsInTraining'>> = {},
): ClassifierHead => {
  const flat = of(() => layers.reshape({ targetShape: [units] }));
  const after = body === 'convolution' ? all(flat, follower) : follower;
  return {
    name,
    units,
    scores: 'values',
    ending: activation === 'linear' ? 'identity' : activation,
    actsInTraining: activation === 'linear',
    ...formula,
    build: (end) =>
      ofFunctional(inputShape, (x) =>
        end === 'whole' ? after(bodies[body](units, activation)(x)) : flat(bodies[body](units, 'linear')(x)),
      )(),
  };
};

const activated = (activation: Activation): Part => of(() => layers.activation(named(activation)));
const softmaxLayer = of(() => layers.softmax());

const byFollower = Object.entries(followers).flatMap(([name, follower], i) =>
  endings.flatMap((activation, k) => {
    const names = Object.keys(bodies);
    const chosen = activation === 'softmax' ? names : [names[(i + k) % names.length]];
    return chosen.map((body) => head(`${activation} in ${body}, ${name}`, { body, activation, follower }));
  }),
);

const ofOneUnit = Object.entries(bodies).flatMap(([body]) => [
  head(`sigmoid of one unit in ${body}`, { units: 1, body, activation: 'sigmoid' }),
  head(`sigmoid of one unit in ${body}, dropout and a reshape`, {
    units: 1,
    body,
    activation: 'sigmoid',
    follower: all(
      of(() => layers.dropout({ rate: 0.5 })),
      of(() => layers.reshape({ targetShape: [1] })),
    ),
  }),
]);

const others: readonly ClassifierHead[] = [
  head('a softmax layer', { follower: softmaxLayer }, { ending: 'softmax' }),
  head('a softmax activation', { follower: activated('softmax') }, { ending: 'softmax' }),
  head('a sigmoid activation of one unit', { units: 1, follower: activated('sigmoid') }, { ending: 'sigmoid' }),
  head('a softmax twice', { activation: 'softmax', follower: softmaxLayer }, { scores: 'softmax' }),
  head(
    'a softmax twice, dropout between',
    {
      activation: 'softmax',
      follower: all(
        of(() => layers.dropout({ rate: 0.5 })),
        softmaxLayer,
      ),
    },
    { scores: 'softmax', actsInTraining: true },
  ),
  head('a log-softmax and a softmax', { activation: 'logSoftmax', follower: softmaxLayer }, { ending: 'softmax' }),
  head('a log-softmax twice', { activation: 'logSoftmax', follower: activated('logSoftmax') }),
  head(
    'a softmax and a log-softmax',
    { activation: 'softmax', follower: activated('logSoftmax') },
    { scores: 'softmax', ending: 'logSoftmax' },
  ),
  ...(['softmax', 'sigmoid'] as const).flatMap((activation) => [
    head(
      `${activation}, a permutation`,
      {
        activation,
        follower: all(
          of(() => layers.reshape({ targetShape: [2, 2] })),
          of(() => layers.permute({ dims: [2, 1] })),
          of(() => layers.flatten()),
        ),
      },
      { order: [0, 2, 1, 3] },
    ),
    head(
      `${activation} in percent`,
      { activation, follower: of(() => layers.rescaling({ scale: 100, offset: 0 })) },
      { scale: [100, 0] },
    ),
    head(
      `${activation} from -1 to 1, dropout`,
      {
        activation,
        follower: all(
          of(() => layers.rescaling({ scale: 2, offset: -1 })),
          of(() => layers.dropout({ rate: 0.5 })),
        ),
      },
      { scale: [2, -1] },
    ),
    head(
      `${activation}, batch normalisation that has learned nothing`,
      { activation, follower: of(() => layers.batchNormalization()) },
      { scale: [1 / Math.sqrt(1.001), 0] },
    ),
    head(`${activation}, a rectifier`, { activation, follower: of(() => layers.reLU()) }),
  ]),
  head(
    'log-softmax in tens',
    { activation: 'logSoftmax', follower: of(() => layers.rescaling({ scale: 0.4343, offset: 0 })) },
    { scale: [0.4343, 0] },
  ),
  head('sigmoids side by side', {
    activation: 'sigmoid',
    follower: (x) => {
      const cut = (k: number): SymbolicTensor =>
        all(
          of(() => layers.reshape({ targetShape: [2, 2, 1] })),
          of(() =>
            layers.cropping2D({
              cropping: [
                [Math.floor(k / 2), 1 - Math.floor(k / 2)],
                [0, 0],
              ],
            }),
          ),
          of(() => layers.flatten()),
        )(x);
      return apply(layers.concatenate(), [cut(0), cut(2)]);
    },
  }),
];

/** Models that end in every way which leaves their scores to be read: at least forty. */
export const classifierHeads: readonly ClassifierHead[] = [...byFollower, ...ofOneUnit, ...others];
