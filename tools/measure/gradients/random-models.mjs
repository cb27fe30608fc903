// Networks put together at random: of every kind of layer, with branches, shared layers and models within models.
import { random } from '@interp/core';

const activations = ['linear', 'relu', 'relu6', 'elu', 'selu', 'sigmoid', 'hardSigmoid', 'softplus', 'tanh', 'swish', 'mish', 'gelu', 'softmax'];
const cell = { recurrentInitializer: 'glorotUniform' };

/**
 * The choices of one network, in order; the same seed chooses the same for each TensorFlow.js.
 *
 * @param {number} seed
 */
const chooser = (seed) => {
  const stream = random(seed);
  const below = (n) => Math.min(n - 1, Math.floor(stream.uniforms(1, 0, n)[0]));
  const of = (list) => list[below(list.length)];
  const chance = (p) => stream.uniforms(1, 0, 1)[0] < p;
  return { below, of, chance };
};

/**
 * A network by its seed: the shape of its input and how to build it with one TensorFlow.js or the other. The model ends in scores, or in what an
 * ending makes of them; `scores` is the same model up to the scores.
 *
 * @param {number} seed
 * @param {{ depth?: number, walkable?: boolean }} [options]
 * @returns {{ inputShape: number[], plan: string[], build: (tfl: any, tf: any, causal?: (tfl: any, options: any) => any) => { model: any, scores: any, plan: string[] } }}
 */
export function randomModel(seed, { depth = 4 } = {}) {
  const first = chooser(seed);
  const inputShape = first.of([[5], [7], [6, 3], [7, 2], [9, 1], [5, 6, 2], [6, 5, 1], [2, 6, 6], [4, 3, 4, 2], [3, 4, 4, 1]]);
  const build = (tfl, _tf, causal) => {
    const { layers } = tfl;
    const { below, of, chance } = chooser(seed + 1_000_000);
    const plan = [];
    const say = (name, options = {}) => {
      plan.push(`${name}${JSON.stringify(options)}`);
      return options;
    };
    const use = (name, options, x) => layers[name](say(name, options)).apply(x);
    const size = (x) => x.shape.slice(1).reduce((a, b) => a * b, 1);
    const activation = () => of(activations);
    const regular = () => (chance(0.15) ? { kernelRegularizer: tfl.regularizers.l2({ l2: 0.01 }) } : {});
    const pads = () => of(['same', 'valid']);

    const anywhere = (x) => {
      const rank = x.shape.length - 1;
      const kinds = ['activation', 'bn', 'ln', 'dropout', 'noise', 'prelu', 'leaky', 'elu', 'relu', 'relu6', 'threshold', 'dense', 'residual', 'twice', 'maximum', 'multiply', 'average', 'concat', 'shared', 'nested', 'rescaling', 'softmax', 'permute', 'reshape', 'flatten'];
      const kind = of(kinds);
      const last = x.shape.at(-1);
      const dense = (options = {}, input = x) => use('dense', { units: last, ...options }, input);
      switch (kind) {
        case 'activation': return use('activation', { activation: activation() }, x);
        case 'bn': return use('batchNormalization', { axis: chance(0.7) ? -1 : 1 + below(rank), ...(chance(0.2) ? { scale: false } : {}), ...(chance(0.2) ? { center: false } : {}) }, x);
        case 'ln': return use('layerNormalization', chance(0.7) ? {} : { axis: [...Array(rank).keys()].map((i) => i + 1).slice(-1 - below(rank)) }, x);
        case 'dropout': return use(of(['dropout', 'gaussianDropout', 'alphaDropout']), { rate: 0.4 }, x);
        case 'noise': return use('gaussianNoise', { stddev: 0.5 }, x);
        case 'prelu': return use('prelu', {}, x);
        case 'leaky': return use('leakyReLU', { alpha: of([0, 0.1, 0.5]) }, x);
        case 'elu': return use('elu', {}, x);
        case 'relu': return use('reLU', chance(0.5) ? {} : { maxValue: of([0.5, 6]) }, x);
        case 'relu6': return use('activation', { activation: 'relu6' }, x);
        case 'threshold': return use('thresholdedReLU', { theta: 0.3 }, x);
        case 'dense': return use('dense', { units: 2 + below(4), activation: activation(), useBias: chance(0.8), ...regular() }, x);
        case 'residual': return use('add', {}, [x, dense({ activation: activation() })]);
        case 'twice': return use(of(['add', 'average', 'maximum', 'concatenate']), {}, [x, x]);
        case 'maximum': return use(of(['maximum', 'minimum']), {}, [dense(), dense()]);
        case 'multiply': return use('multiply', {}, [x, dense({ activation: 'sigmoid' })]);
        case 'average': return use('average', {}, [x, dense(), dense({ activation: 'tanh' })]);
        case 'concat': return use('concatenate', { axis: of([-1, 1, rank]) }, [x, dense({ activation: activation() })]);
        case 'shared': {
          const layer = layers.dense(say('shared dense', { units: last, activation: activation() }));
          return use('add', {}, [layer.apply(x), layer.apply(layer.apply(x))]);
        }
        case 'nested': {
          const inner = tfl.sequential({ layers: [layers.dense({ units: last, inputShape: x.shape.slice(1), activation: 'tanh' }), layers.batchNormalization(), layers.dense({ units: last })] });
          say('nested');
          return chance(0.5) ? inner.apply(inner.apply(x)) : inner.apply(x);
        }
        case 'rescaling': return use('rescaling', { scale: of([0.5, -1.5]), offset: of([0, 0.3]) }, x);
        case 'softmax': return use('softmax', { axis: -1 }, x);
        case 'permute': {
          if (rank < 2) return x;
          const dims = [...Array(rank).keys()].map((i) => i + 1);
          dims.push(dims.shift());
          return use('permute', { dims }, x);
        }
        case 'reshape': {
          const n = size(x);
          const a = [2, 3, 4, 5].find((side) => n % side === 0);
          const shape = of([[n], a ? [a, n / a] : [n, 1], a ? [1, a, n / a] : [1, n, 1], a ? [a, 1, n / a] : [n, 1, 1]]);
          return use('reshape', { targetShape: shape }, x);
        }
        default: return rank > 1 && chance(0.3) ? use('flatten', {}, x) : x;
      }
    };

    const vector = (x) => (chance(0.2) ? use('repeatVector', { n: 2 + below(2) }, x) : anywhere(x));

    const row = (x) => {
      const [, steps, channels] = x.shape;
      const kind = of(['conv', 'conv', 'causal', 'pool', 'global', 'rnn', 'bidirectional', 'time', 'attention', 'mask', 'spatial', 'any', 'any', 'any']);
      switch (kind) {
        case 'conv': return use('conv1d', { filters: 2 + below(3), kernelSize: 1 + below(Math.min(3, steps)), padding: pads(), activation: activation(), ...(chance(0.3) ? { strides: 2 } : chance(0.3) ? { dilationRate: 2, padding: 'same' } : {}), useBias: chance(0.8) }, x);
        case 'causal': {
          const options = say('conv1d', { filters: 2 + below(3), kernelSize: 1 + below(3), padding: 'causal', activation: activation(), ...(chance(0.3) ? { strides: 2 } : chance(0.4) ? { dilationRate: 2 } : {}) });
          return (causal ?? ((t, o) => t.layers.conv1d(o)))(tfl, options).apply(x);
        }
        case 'pool': return use(of(['maxPooling1d', 'averagePooling1d']), { poolSize: Math.min(2, steps), strides: 1 + below(2), padding: pads() }, x);
        case 'global': return chance(0.4) ? use(of(['globalAveragePooling1d', 'globalMaxPooling1d']), {}, x) : x;
        case 'rnn': return steps > 8 ? x : use(of(['lstm', 'gru', 'simpleRNN']), { units: 3, ...cell, returnSequences: chance(0.7), ...(chance(0.2) ? { goBackwards: true } : {}) }, x);
        case 'bidirectional': {
          if (steps > 8) return x;
          const mergeMode = of(['concat', 'sum', 'mul', 'ave']);
          const name = of(['lstm', 'gru', 'simpleRNN']);
          say('bidirectional', { name, mergeMode });
          return layers.bidirectional({ layer: layers[name]({ units: 2, ...cell, returnSequences: true }), mergeMode }).apply(x);
        }
        case 'time': say('timeDistributed dense'); return layers.timeDistributed({ layer: layers.dense({ units: 3, activation: 'tanh' }) }).apply(x);
        case 'attention': {
          const [q, k, v] = [0, 1, 2].map(() => use('dense', { units: 3 }, x));
          const weights = use('softmax', { axis: -1 }, use('dot', { axes: 2 }, [q, k]));
          return use('dot', { axes: [2, 1] }, [weights, v]);
        }
        case 'mask': {
          if (steps > 8) return x;
          const masked = use('masking', { maskValue: 0.25 }, x);
          return use(of(['lstm', 'gru']), { units: 3, ...cell, returnSequences: chance(0.5) }, masked);
        }
        case 'spatial': return use('spatialDropout1d', { rate: 0.3 }, x);
        default: return anywhere(x);
      }
    };

    const image = (x) => {
      const [, h, w] = x.shape;
      const first = chance(0.2) ? { dataFormat: 'channelsFirst' } : {};
      const [rows, columns] = first.dataFormat ? x.shape.slice(2) : [h, w];
      const side = Math.max(1, Math.min(3, rows, columns));
      const kernelSize = 1 + below(side);
      const strides = chance(0.3) ? { strides: 1 + below(2) } : {};
      const kind = of(['conv', 'conv', 'dilated', 'depthwise', 'separable', 'transpose', 'pool', 'pool', 'global', 'pad', 'crop', 'up', 'excite', 'any', 'any', 'any']);
      switch (kind) {
        case 'conv': return use('conv2d', { filters: 2 + below(3), kernelSize, padding: pads(), activation: activation(), ...strides, ...first, ...regular(), useBias: chance(0.8) }, x);
        case 'dilated': return use('conv2d', { filters: 2, kernelSize: Math.min(2, side), dilationRate: 2, padding: 'same', ...first, activation: activation() }, x);
        case 'depthwise': return use('depthwiseConv2d', { kernelSize, padding: pads(), depthMultiplier: 1 + below(2), activation: activation() }, x);
        case 'separable': return use('separableConv2d', { filters: 3, kernelSize: [Math.min(kernelSize, h), Math.min(kernelSize, w)], padding: pads(), depthMultiplier: 1 + below(2), activation: activation() }, x);
        case 'transpose': return size(x) > 80 ? x : use('conv2dTranspose', { filters: 2, kernelSize, padding: pads(), ...strides, ...first, activation: activation() }, x);
        case 'pool': return use(of(['maxPooling2d', 'averagePooling2d']), { poolSize: Math.min(side, 1 + below(3)), strides: 1 + below(2), padding: pads(), ...first }, x);
        case 'global': return chance(0.4) ? use(of(['globalAveragePooling2d', 'globalMaxPooling2d']), first, x) : x;
        case 'pad': return size(x) > 150 ? x : use('zeroPadding2d', { padding: [[below(2), 1], [1, below(3)]], ...first }, x);
        case 'crop': return rows > 3 && columns > 3 ? use('cropping2D', { cropping: [[1, below(2)], [0, 1]], ...first }, x) : x;
        case 'up': return size(x) > 60 ? x : use('upSampling2d', { size: [1 + below(2), 2], ...first, interpolation: chance(0.5) ? 'nearest' : 'bilinear' }, x);
        case 'excite': {
          const gate = use('dense', { units: x.shape[3], activation: 'sigmoid' }, use('globalAveragePooling2d', {}, x));
          return use('multiply', {}, [x, use('reshape', { targetShape: [1, 1, x.shape[3]] }, gate)]);
        }
        default: return anywhere(x);
      }
    };

    const volume = (x) => {
      const [, d, h, w] = x.shape;
      const side = Math.min(2, d, h, w);
      const kind = of(['conv', 'conv', 'transpose', 'pool', 'pool', 'time', 'lstm', 'any', 'any']);
      switch (kind) {
        case 'conv': return use('conv3d', { filters: 2, kernelSize: side, padding: pads(), activation: activation(), ...(chance(0.3) ? { strides: 2 } : {}) }, x);
        case 'transpose': return size(x) > 80 ? x : use('conv3dTranspose', { filters: 2, kernelSize: side, padding: pads(), activation: activation() }, x);
        case 'pool': return use(of(['maxPooling3d', 'averagePooling3d']), { poolSize: side, strides: 1 + below(2), padding: pads() }, x);
        case 'time': say('timeDistributed conv2d'); return layers.timeDistributed({ layer: layers.conv2d({ filters: 2, kernelSize: Math.min(2, h, w), activation: 'relu' }) }).apply(x);
        case 'lstm': return size(x) > 100 ? x : use('convLstm2d', { filters: 2, kernelSize: Math.min(2, h, w), ...cell, returnSequences: chance(0.5) }, x);
        default: return anywhere(x);
      }
    };

    const input = tfl.input({ shape: inputShape });
    let x = input;
    const steps = 1 + below(depth);
    for (let i = 0; i < steps; i++) {
      if (size(x) > 400) break;
      x = [vector, row, image, volume][x.shape.length - 2]?.(x) ?? x;
    }
    if (chance(0.2) && x.shape.length > 2) x = use('dense', { units: 2, activation: activation() }, x);
    const flat = x.shape.length === 2 ? x : use('flatten', chance(0.15) && x.shape.length > 3 ? { dataFormat: 'channelsFirst' } : {}, x);
    const classes = of([2, 3, 3, 4, 10]);
    const ending = of(['none', 'none', 'fused', 'layer', 'sigmoid', 'softmax then copy', 'bn', 'nested', 'binary', 'log']);
    say(`end: ${ending}`, { classes });
    const head = (units, options = {}) => layers.dense({ units, name: `head_${seed}`, ...options });
    const scoresOf = (layer) => ({ kind: ending, layer });
    const plain = head(classes, regular());
    switch (ending) {
      case 'fused': x = head(classes, { activation: 'softmax' }).apply(flat); break;
      case 'log': x = head(classes, { activation: 'logSoftmax' }).apply(flat); break;
      case 'layer': x = layers.softmax({}).apply(plain.apply(flat)); break;
      case 'sigmoid': x = head(classes, { activation: 'sigmoid' }).apply(flat); break;
      case 'softmax then copy': x = layers.dropout({ rate: 0.2 }).apply(layers.reshape({ targetShape: [classes] }).apply(head(classes, { activation: 'softmax' }).apply(flat))); break;
      case 'bn': x = layers.batchNormalization({}).apply(plain.apply(flat)); break;
      case 'nested': x = tfl.sequential({ layers: [layers.dense({ units: classes, inputShape: flat.shape.slice(1) }), layers.activation({ activation: 'softmax' })] }).apply(flat); break;
      case 'binary': x = head(1, { activation: 'sigmoid' }).apply(flat); break;
      default: x = plain.apply(flat);
    }
    void scoresOf;
    return { model: tfl.model({ inputs: input, outputs: x }), ending, plan };
  };
  return { inputShape, build };
}
