import { layers, sequential, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { apply, image, ofFunctional, type Layer } from './small-model-parts.js';

const branches = (merge: () => Layer) =>
  ofFunctional([7, 6, 2], (x) => {
    const a = apply(layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }), x);
    const b = apply(layers.conv2d({ filters: 3, kernelSize: 1, activation: 'tanh' }), x);
    return apply(layers.dense({ units: 3 }), apply(layers.flatten(), apply(merge(), [a, b])));
  });

/** Models whose layers branch, meet, are used twice or are models themselves. */
export const branchingModels: readonly (readonly [name: string, build: () => LayersModel])[] = [
  ['addition', branches(() => layers.add())],
  ['largest of two', branches(() => layers.maximum())],
  ['smallest of two', branches(() => layers.minimum())],
  [
    'residual block',
    ofFunctional([6, 6, 2], (x) => {
      const y = apply(layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', useBias: false }), x);
      const z = apply(layers.reLU(), apply(layers.batchNormalization(), y));
      return apply(layers.dense({ units: 3 }), apply(layers.globalAveragePooling2d({}), apply(layers.add(), [x, z])));
    }),
  ],
  [
    'average of three',
    ofFunctional([5], (x) => {
      const dense = (): SymbolicTensor => apply(layers.dense({ units: 4, activation: 'tanh' }), x);
      return apply(layers.dense({ units: 3 }), apply(layers.average(), [dense(), dense(), dense()]));
    }),
  ],
  [
    'addition that broadcasts',
    ofFunctional([4, 5, 2], (x) => {
      const y = apply(layers.reshape({ targetShape: [1, 1, 2] }), apply(layers.globalAveragePooling2d({}), x));
      return apply(layers.dense({ units: 3 }), apply(layers.flatten(), apply(layers.add(), [x, y])));
    }),
  ],
  [
    'concatenation',
    ofFunctional([6, 4, 2], (x) => {
      const y = apply(layers.conv2d({ filters: 3, kernelSize: 1, activation: 'relu' }), x);
      return apply(layers.dense({ units: 3 }), apply(layers.flatten(), apply(layers.concatenate(), [x, y])));
    }),
  ],
  [
    'concatenation along axis 1',
    ofFunctional([6, 4], (x) => {
      const y = apply(layers.maxPooling1d({ poolSize: 2 }), x);
      return apply(layers.dense({ units: 3 }), apply(layers.flatten(), apply(layers.concatenate({ axis: 1 }), [x, y])));
    }),
  ],
  [
    'a layer used twice',
    ofFunctional([5], (x) => {
      const shared = layers.dense({ units: 5, activation: 'sigmoid' });
      return apply(layers.dense({ units: 3 }), apply(shared, apply(shared, x)));
    }),
  ],
  [
    'nested models',
    ofFunctional([7, 6, 2], (x) => {
      const inner = sequential({
        layers: [
          layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', activation: 'relu', ...image }),
          layers.batchNormalization(),
        ],
      });
      const y = apply(inner, apply(inner, x));
      const top = sequential({
        layers: [layers.flatten({ ...image }), layers.dense({ units: 3, activation: 'softmax' })],
      });
      return apply(top, y);
    }),
  ],
];
