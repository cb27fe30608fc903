import { constantRate, lenet, lenetToTorch, train, trainSteps } from '@interp/lenet';
import { float32Entry, int32Entry, readSafetensors } from '@interp/files';
import { firstOf } from '../bench-images.mjs';

const batch = 64;
const checkedSteps = 5;
const timedSteps = 100;
const epochSteps = Math.ceil(60_000 / batch);
const options = { batch, rate: 0.001, schedule: constantRate() };

/** Losses of the first steps, all on the same batch, from the same weights. */
async function firstLosses(set) {
  const model = lenet({ seed: 1 });
  const { history } = await train(model, set, { ...options, epochs: checkedSteps });
  model.dispose();
  return history.map(({ loss }) => loss);
}

export default {
  name: 'lenet-epoch',
  title: `LeNet, an epoch of 60,000 digits, batch 64, Adam (${epochSteps} steps, reckoned from ${timedSteps})`,
  module: 'training_step',
  repeats: timedSteps,
  parts: 1 / epochSteps,
  tolerance: 1e-4,
  limits: [
    { than: 'PyTorch', atMost: 0.8 },
    { than: 'tfjs-node', atMost: 1 },
  ],
  async prepare({ train: set }) {
    const model = lenet({ seed: 1 });
    const weights = readSafetensors(await lenetToTorch(model)).tensors;
    const all = set.images(Array.from({ length: set.size }, (_, i) => i));
    const images = float32Entry([set.size, 1, 28, 28], await all.data());
    all.dispose();
    const steps = trainSteps(model, set, { ...options, epochs: 1000 });
    return {
      inputs: [...weights, ['images', images], ['labels', int32Entry([set.size], Int32Array.from(set.labels))]],
      check: () => firstLosses(firstOf(set, batch)),
      run: () => steps.next(false),
      dispose: async () => {
        await steps.return(undefined);
        model.dispose();
      },
    };
  },
};
