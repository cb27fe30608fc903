// What random networks are put together of: layers for values of each number of axes, with their options drawn.

const activations = 'linear relu relu6 elu selu sigmoid hardSigmoid softplus tanh swish mish gelu softmax'.split(' ');
const cell = { recurrentInitializer: 'glorotUniform' };

/** @param {string} text */
const words = (text) => text.split(' ');
const sizeOf = (x) => x.shape.slice(1).reduce((a, b) => a * b, 1);

/**
 * @typedef {{ tfl: any, below: (n: number) => number, of: (list: readonly any[]) => any, chance: (p: number) => boolean,
 *   say: (name: string, options?: object) => any, causal: (tfl: any, options: any) => any }} Drawing - one TensorFlow.js, and what chooses
 */

/** Layers that take values of any shape. */
const anywhere = (/** @type {Drawing} */ draw, x) => {
  const { tfl, below, of, chance, say } = draw;
  const { layers } = tfl;
  const rank = x.shape.length - 1;
  const last = x.shape.at(-1);
  const use = (name, options, y = x) => layers[name](say(name, options)).apply(y);
  const activation = () => of(activations);
  const dense = (options = {}) => use('dense', { units: last, ...options });
  const kinds = {
    activation: () => use('activation', { activation: activation() }),
    bn: () => {
      const axis = chance(0.7) ? -1 : 1 + below(rank);
      return use('batchNormalization', {
        axis,
        ...(chance(0.2) && { scale: false }),
        ...(chance(0.2) && { center: false }),
      });
    },
    ln: () =>
      use(
        'layerNormalization',
        chance(0.7) ? {} : { axis: [...Array(rank).keys()].map((i) => i + 1).slice(-1 - below(rank)) },
      ),
    dropout: () => use(of(['dropout', 'gaussianDropout', 'alphaDropout']), { rate: 0.4 }),
    noise: () => use('gaussianNoise', { stddev: 0.5 }),
    prelu: () => use('prelu', {}),
    leaky: () => use('leakyReLU', { alpha: of([0, 0.1, 0.5]) }),
    elu: () => use('elu', {}),
    relu: () => use('reLU', chance(0.5) ? {} : { maxValue: of([0.5, 6]) }),
    threshold: () => use('thresholdedReLU', { theta: 0.3 }),
    dense: () => {
      const options = { units: 2 + below(4), activation: activation(), useBias: chance(0.8) };
      return use(
        'dense',
        chance(0.15) ? { ...options, kernelRegularizer: tfl.regularizers.l2({ l2: 0.01 }) } : options,
      );
    },
    residual: () => use('add', {}, [x, dense({ activation: activation() })]),
    twice: () => use(of(['add', 'average', 'maximum', 'concatenate']), {}, [x, x]),
    maximum: () => use(of(['maximum', 'minimum']), {}, [dense(), dense()]),
    multiply: () => use('multiply', {}, [x, dense({ activation: 'sigmoid' })]),
    average: () => use('average', {}, [x, dense(), dense({ activation: 'tanh' })]),
    concat: () => use('concatenate', { axis: of([-1, 1, rank]) }, [x, dense({ activation: activation() })]),
    shared: () => {
      const layer = layers.dense(say('shared dense', { units: last, activation: activation() }));
      return use('add', {}, [layer.apply(x), layer.apply(layer.apply(x))]);
    },
    nested: () => {
      say('nested');
      const first = layers.dense({ units: last, inputShape: x.shape.slice(1), activation: 'tanh' });
      const inner = tfl.sequential({ layers: [first, layers.layerNormalization(), layers.dense({ units: last })] });
      return chance(0.5) ? inner.apply(inner.apply(x)) : inner.apply(x);
    },
    rescaling: () => use('rescaling', { scale: of([0.5, -1.5]), offset: of([0, 0.3]) }),
    softmax: () => use('softmax', { axis: -1 }),
    permute: () => {
      const axes = [...Array(rank).keys()].map((i) => i + 1);
      return rank < 2 ? x : use('permute', { dims: [...axes.slice(1), 1] });
    },
    reshape: () => {
      const n = sizeOf(x);
      const side = [2, 3, 4, 5].find((one) => n % one === 0) ?? 1;
      return use('reshape', { targetShape: of([[n], [side, n / side], [1, side, n / side], [side, 1, n / side]]) });
    },
    flatten: () => (rank > 1 && chance(0.3) ? use('flatten', {}) : x),
  };
  // Batch normalisation of volumes is in tests of its own: TensorFlow.js cannot run it.
  return kinds[of(Object.keys(kinds).filter((kind) => kind !== 'bn' || rank < 4))]();
};

const vector = (/** @type {Drawing} */ draw, x) =>
  draw.chance(0.2)
    ? draw.tfl.layers.repeatVector(draw.say('repeatVector', { n: 2 + draw.below(2) })).apply(x)
    : anywhere(draw, x);

const row = (/** @type {Drawing} */ draw, x) => {
  const { tfl, below, of, chance, say, causal } = draw;
  const { layers } = tfl;
  const [, steps] = x.shape;
  const use = (name, options, y = x) => layers[name](say(name, options)).apply(y);
  const activation = () => of(activations);
  const recurrent = (name, options) => (steps > 8 ? x : use(name, { units: 3, ...cell, ...options }));
  const kinds = {
    conv: () => {
      const options = {
        filters: 2 + below(3),
        kernelSize: 1 + below(Math.min(3, steps)),
        padding: of(['same', 'valid']),
      };
      const apart = chance(0.3) ? { strides: 2 } : chance(0.3) ? { dilationRate: 2, padding: 'same' } : {};
      return use('conv1d', { ...options, activation: activation(), ...apart, useBias: chance(0.8) });
    },
    causal: () => {
      const apart = chance(0.3) ? { strides: 2 } : chance(0.4) ? { dilationRate: 2 } : {};
      const options = {
        filters: 2 + below(3),
        kernelSize: 1 + below(3),
        padding: 'causal',
        activation: activation(),
        ...apart,
      };
      return causal(tfl, say('conv1d', options)).apply(x);
    },
    pool: () =>
      use(of(['maxPooling1d', 'averagePooling1d']), {
        poolSize: Math.min(2, steps),
        strides: 1 + below(2),
        padding: of(['same', 'valid']),
      }),
    global: () => (chance(0.4) ? use(of(['globalAveragePooling1d', 'globalMaxPooling1d']), {}) : x),
    rnn: () =>
      recurrent(of(['lstm', 'gru', 'simpleRNN']), {
        returnSequences: chance(0.7),
        ...(chance(0.2) && { goBackwards: true }),
      }),
    bidirectional: () => {
      if (steps > 8) return x;
      const { name, mergeMode } = say('bidirectional', {
        name: of(['lstm', 'gru', 'simpleRNN']),
        mergeMode: of(['concat', 'sum', 'mul', 'ave']),
      });
      return layers
        .bidirectional({ layer: layers[name]({ units: 2, ...cell, returnSequences: true }), mergeMode })
        .apply(x);
    },
    time: () =>
      layers
        .timeDistributed({ layer: layers.dense(say('dense, timeDistributed', { units: 3, activation: 'tanh' })) })
        .apply(x),
    attention: () => {
      const [q, k, v] = [0, 1, 2].map(() => use('dense', { units: 3 }));
      return use('dot', { axes: [2, 1] }, [use('softmax', { axis: -1 }, use('dot', { axes: 2 }, [q, k])), v]);
    },
    spatial: () => use('spatialDropout1d', { rate: 0.3 }),
    any: () => anywhere(draw, x),
  };
  return kinds[of(words('conv conv causal pool global rnn bidirectional time attention rnn spatial any any any'))]();
};

const image = (/** @type {Drawing} */ draw, x) => {
  const { tfl, below, of, chance, say } = draw;
  const [, h, w] = x.shape;
  const first = chance(0.2) ? { dataFormat: 'channelsFirst' } : {};
  const [rows, columns] = first.dataFormat ? x.shape.slice(2) : [h, w];
  const side = Math.max(1, Math.min(3, rows, columns));
  const kernelSize = 1 + below(side);
  const strides = chance(0.3) ? { strides: 1 + below(2) } : {};
  const use = (name, options, y = x) => tfl.layers[name](say(name, options)).apply(y);
  const padded = () => ({ padding: of(['same', 'valid']), activation: of(activations) });
  const within = [Math.min(kernelSize, h), Math.min(kernelSize, w)];
  const kinds = {
    conv: () =>
      use('conv2d', { filters: 2 + below(3), kernelSize, ...padded(), ...strides, ...first, useBias: chance(0.8) }),
    dilated: () =>
      use('conv2d', {
        filters: 2,
        kernelSize: Math.min(2, side),
        dilationRate: 2,
        ...padded(),
        padding: 'same',
        ...first,
      }),
    depthwise: () => use('depthwiseConv2d', { kernelSize: within, depthMultiplier: 1 + below(2), ...padded() }),
    separable: () =>
      use('separableConv2d', { filters: 3, kernelSize: within, depthMultiplier: 1 + below(2), ...padded() }),
    transpose: () =>
      sizeOf(x) > 80 ? x : use('conv2dTranspose', { filters: 2, kernelSize, ...padded(), ...strides, ...first }),
    pool: () =>
      use(of(['maxPooling2d', 'averagePooling2d']), {
        poolSize: Math.min(side, 1 + below(3)),
        strides: 1 + below(2),
        padding: of(['same', 'valid']),
        ...first,
      }),
    global: () => (chance(0.4) ? use(of(['globalAveragePooling2d', 'globalMaxPooling2d']), first) : x),
    pad: () => (sizeOf(x) > 150 ? x : use('zeroPadding2d', { padding: [[below(2), 1], [1, below(3)]], ...first })), // prettier-ignore
    crop: () => (rows > 3 && columns > 3 ? use('cropping2D', { cropping: [[1, below(2)], [0, 1]], ...first }) : x), // prettier-ignore
    up: () =>
      sizeOf(x) > 60
        ? x
        : use('upSampling2d', { size: [1 + below(2), 2], ...first, interpolation: of(['nearest', 'bilinear']) }),
    excite: () => {
      const gate = use('dense', { units: x.shape[3], activation: 'sigmoid' }, use('globalAveragePooling2d', {}));
      return use('multiply', {}, [x, use('reshape', { targetShape: [1, 1, x.shape[3]] }, gate)]);
    },
    any: () => anywhere(draw, x),
  };
  return kinds[
    of(words('conv conv dilated depthwise separable transpose pool pool global pad crop up excite any any any'))
  ]();
};

const volume = (/** @type {Drawing} */ draw, x) => {
  const { tfl, below, of, chance, say } = draw;
  const { layers } = tfl;
  const [, d, h, w] = x.shape;
  const side = Math.min(2, d, h, w);
  const use = (name, options) => layers[name](say(name, options)).apply(x);
  const padded = () => ({ padding: of(['same', 'valid']), activation: of(activations) });
  const flat = Math.min(2, h, w);
  const kinds = {
    conv: () =>
      use('conv3d', {
        filters: 2,
        kernelSize: 1 + below(side),
        ...padded(),
        ...(chance(0.4) && { strides: 2 + below(2) }),
      }),
    transpose: () => (sizeOf(x) > 80 ? x : use('conv3dTranspose', { filters: 2, kernelSize: side, ...padded() })),
    pool: () =>
      use(of(['maxPooling3d', 'averagePooling3d']), {
        poolSize: 1 + below(side),
        strides: 1 + below(3),
        padding: of(['same', 'valid']),
      }),
    time: () =>
      layers
        .timeDistributed({
          layer: layers.conv2d(say('conv2d, timeDistributed', { filters: 2, kernelSize: flat, activation: 'relu' })),
        })
        .apply(x),
    lstm: () =>
      sizeOf(x) > 100 ? x : use('convLstm2d', { filters: 2, kernelSize: flat, ...cell, returnSequences: chance(0.5) }),
    any: () => anywhere(draw, x),
  };
  return kinds[of(words('conv conv transpose pool pool time lstm any any'))]();
};

/** A layer, or a few, on a value of so many axes without the batch, from one to four. */
export const onAxes = [vector, row, image, volume];

/** Activations of layers. */
export const activationNames = activations;
