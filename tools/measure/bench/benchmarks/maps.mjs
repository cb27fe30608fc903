import { classifier } from '@interp/core';
import { float32Entry, readSafetensors } from '@interp/files';
import { lenet, lenetToTorch } from '@interp/lenet';
import { gradient, lrp } from '@interp/lrp';

const methods = {
  lrp: { called: 'LRP α2β1', peer: 'Zennit', map: lrp, checked: { emptyBranch: 'paper' } },
  gradient: { called: 'gradient', peer: 'Captum', map: gradient, checked: {} },
};

/** Maps of so many digits in one call. */
const benchmark = (name, n, atMost) => {
  const { called, peer, map, checked } = methods[name];
  return {
    name: `${name}-${n}`,
    title: `Heatmaps, ${called}, ${n === 1 ? '1 digit' : `${n.toLocaleString('en')} digits`}`,
    module: `${name}_map`,
    peer,
    repeats: n === 1 ? 300 : 1,
    tolerance: 1e-3,
    atMost,
    async prepare({ test: set }) {
      const model = lenet({ seed: 1 });
      const network = classifier(model);
      const x = set.images(Array.from({ length: Math.min(n, set.size) }, (_, i) => i));
      const images = float32Entry([x.shape[0], 1, 28, 28], await x.data());
      const run = async (options) => {
        const { relevance } = map(network, x, options);
        const values = await relevance.data();
        relevance.dispose();
        return values;
      };
      return {
        inputs: [...readSafetensors(await lenetToTorch(model)).tensors, ['images', images]],
        check: () => run(checked),
        run: () => run({}),
        dispose: () => {
          x.dispose();
          model.dispose();
        },
      };
    },
  };
};

export default [
  benchmark('gradient', 1, 0.2),
  benchmark('gradient', 1000, 0.35),
  benchmark('lrp', 1, 0.12),
  benchmark('lrp', 1000, 0.3),
];
