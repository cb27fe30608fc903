// The two packages that compute with libtensorflow, and the wheel of Python's TensorFlow that holds the library for each.
import { fileURLToPath } from 'node:url';

const pinned = (name) => fileURLToPath(new URL(`${name}.txt`, import.meta.url));

/** What is made to work: by the name that `--backend` knows it by. */
export const variants = {
  tensorflow: {
    packageName: '@tensorflow/tfjs-node',
    version: '4.22.0',
    wheel: 'tensorflow-cpu-2.15.1',
    requirement: pinned('tensorflow-cpu'),
    megabytes: 620,
  },
  'tensorflow-gpu': {
    packageName: '@tensorflow/tfjs-node-gpu',
    version: '4.22.0',
    wheel: 'tensorflow-2.15.1',
    requirement: pinned('tensorflow-gpu'),
    megabytes: 1300,
  },
};

/** The version of TensorFlow that both wheels are of. */
export const libraryVersion = '2.15.1';
