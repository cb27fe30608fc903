import { decoderPrototypes, expertPrototypes, prototypes } from '@interp/am';
import { classifier } from '@interp/core';
import { decoder } from '@interp/gan';
import { pretrained, pretrainedGenerator, pretrainedRbm } from '@interp/pretrained';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';

const second = 1000;

/** A method's prototypes of the ten digits, each by itself, with the networks that ship; the thesis says what its own took. */
const benchmark = (name, title, { under, published, load, find }) => ({
  name: `prototype-${name}`,
  title: `A prototype, ${title}, mean of ten digits`,
  repeats: 10,
  tolerance: 0,
  limits: [{ under, than: 'the thesis', published }],
  async prepare() {
    const model = await pretrained('lenet');
    const network = classifier(model);
    const owned = await load();
    let digit = 0;
    const run = async (c = digit++ % 10) => {
      const { images, latents, items } = await find(network, owned, { classes: [c], seed: c });
      tf.dispose([images, ...(latents ? [latents] : [])]);
      return items[0].probability;
    };
    return {
      inputs: [],
      check: async () => [await run(3)],
      run: () => run(),
      dispose: () => {
        model.dispose();
        owned?.dispose();
      },
    };
  },
});

export default [
  benchmark('am', 'activation maximisation', {
    under: second / 40,
    published: 90 * second,
    load: () => undefined,
    find: (network, _, options) => prototypes(network, options),
  }),
  benchmark('expert', 'with an expert', {
    under: 5 * second,
    published: 45 * 60 * second,
    load: () => pretrainedRbm('rbm-8'),
    find: (network, rbm, options) => expertPrototypes(network, density(rbm), options),
  }),
  benchmark('decoder', 'with a decoder', {
    under: second / 2,
    published: 7.86 * second,
    load: () => pretrainedGenerator('generator'),
    find: (network, generator, options) => decoderPrototypes(network, decoder(generator), options),
  }),
];
