// Models that are put together in ways that a list of layers does not have.

const cell = { units: 2, recurrentInitializer: 'glorotUniform' };

/**
 * A model of a function of its input; the function gives the output.
 *
 * @param {number[]} inputShape
 * @param {(tfl: any, x: any, tf: any) => any} apply
 */
const model = (inputShape, apply) => ({
  inputShape,
  build: (tfl, tf) => {
    const x = tfl.input({ shape: inputShape });
    return tfl.model({ inputs: x, outputs: apply(tfl, x, tf) });
  },
});

const end = ({ layers }, x, options = {}) =>
  layers.dense({ units: 3, ...options }).apply(x.shape.length === 2 ? x : layers.flatten().apply(x));

const image = [5, 6, 2];
const row = [6, 3];

/** @type {Record<string, { inputShape: number[], build: (tfl: any, tf: any) => any }>} */
export const oddModels = {
  'branches that meet in a sum and a concatenation': model(image, (tfl, x) => {
    const { layers } = tfl;
    const a = layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', activation: 'relu' }).apply(x);
    const b = layers.add().apply([a, x]);
    return end(
      tfl,
      layers
        .concatenate()
        .apply([layers.averagePooling2d({ poolSize: 2 }).apply(b), layers.maxPooling2d({ poolSize: 2 }).apply(a)]),
    );
  }),
  'a layer used three times, once on its own output': model(row, (tfl, x) => {
    const { layers } = tfl;
    const shared = layers.dense({ units: 3, activation: 'tanh' });
    const once = shared.apply(x);
    return end(tfl, layers.add().apply([once, shared.apply(once), shared.apply(layers.reLU().apply(x))]));
  }),
  'a value added to itself': model(row, (tfl, x) => {
    const y = tfl.layers.dense({ units: 2, activation: 'sigmoid' }).apply(x);
    return end(tfl, tfl.layers.add().apply([y, y, y]));
  }),
  'nested models, one of them twice': model(image, (tfl, x) => {
    const { layers } = tfl;
    const inner = tfl.sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', inputShape: image }),
        layers.batchNormalization(),
        layers.reLU(),
      ],
    });
    const input = tfl.input({ shape: image });
    const outer = tfl.model({ inputs: input, outputs: layers.add().apply([inner.apply(input), input]) });
    return end(tfl, outer.apply(outer.apply(x)));
  }),
  'a nested model at the end': model(row, (tfl, x) => {
    const { layers } = tfl;
    const head = tfl.sequential({
      layers: [layers.flatten({ inputShape: row }), layers.dense({ units: 4 })],
    });
    return head.apply(layers.dense({ units: 3, activation: 'elu' }).apply(x));
  }),
  'softmax in the middle, as attention': model(row, (tfl, x) => {
    const { layers } = tfl;
    const weights = layers.softmax({ axis: -1 }).apply(layers.dense({ units: 3 }).apply(x));
    return end(tfl, layers.multiply().apply([x, weights]));
  }),
  'softmax of a vector, passed on': model(row, (tfl, x) =>
    end(tfl, tfl.layers.dense({ units: 4, activation: 'softmax' }).apply(tfl.layers.flatten().apply(x))),
  ),
  "a layer of one's own": model(row, (tfl, x, tf) => {
    class SineTimesSize extends tfl.layers.Layer {
      call(inputs) {
        const [values] = [inputs].flat();
        return tf.tidy(() => tf.mul(tf.sin(tf.mul(3, values)), tf.abs(values)));
      }
    }
    SineTimesSize.className = 'SineTimesSize';
    return end(tfl, new SineTimesSize().apply(tfl.layers.dense({ units: 2 }).apply(x)));
  }),
  'attention by products of rows': model(row, (tfl, x) => {
    const { layers } = tfl;
    const [q, k, v] = [1, 2, 3].map(() => layers.dense({ units: 3 }).apply(x));
    const scores = layers.softmax({ axis: -1 }).apply(layers.dot({ axes: 2 }).apply([q, k]));
    return end(tfl, layers.dot({ axes: [2, 1] }).apply([scores, v]));
  }),
  'TimeDistributed of a nested model': model([3, 4, 4, 1], (tfl, x) => {
    const { layers } = tfl;
    const inner = tfl.sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 2, activation: 'relu', inputShape: [4, 4, 1] }),
        layers.globalAveragePooling2d({}),
      ],
    });
    return end(tfl, layers.timeDistributed({ layer: inner }).apply(x));
  }),
  'Bidirectional of GRU above a convolution, max-pooled': model(row, (tfl, x) => {
    const { layers } = tfl;
    const y = layers.conv1d({ filters: 2, kernelSize: 2, activation: 'relu' }).apply(x);
    const both = layers.bidirectional({ layer: layers.gru({ ...cell, returnSequences: true }), mergeMode: 'concat' });
    return end(tfl, layers.globalMaxPooling1d().apply(both.apply(y)));
  }),
  'ConvLSTM2D, one step, after TimeDistributed': model([1, 4, 4, 2], (tfl, x) => {
    const { layers } = tfl;
    const y = layers.timeDistributed({ layer: layers.conv2d({ filters: 2, kernelSize: 2 }) }).apply(x);
    return end(tfl, layers.convLstm2d({ filters: 2, kernelSize: 2, recurrentInitializer: 'glorotUniform' }).apply(y));
  }),
  'Masking before two LSTMs': model(row, (tfl, x) => {
    const { layers } = tfl;
    const masked = layers.masking({ maskValue: 0.5 }).apply(x);
    return end(tfl, layers.lstm(cell).apply(layers.lstm({ ...cell, returnSequences: true }).apply(masked)));
  }),
  'squeeze and excitation': model(image, (tfl, x) => {
    const { layers } = tfl;
    const y = layers.conv2d({ filters: 4, kernelSize: 3, activation: 'swish' }).apply(x);
    const gate = layers
      .dense({ units: 4, activation: 'hardSigmoid' })
      .apply(layers.globalAveragePooling2d({}).apply(y));
    return end(tfl, layers.multiply().apply([y, layers.reshape({ targetShape: [1, 1, 4] }).apply(gate)]));
  }),
  'channels first between permutations': model(image, (tfl, x) => {
    const { layers } = tfl;
    const first = layers.permute({ dims: [3, 1, 2] }).apply(x);
    const y = layers
      .conv2d({
        filters: 3,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        dataFormat: 'channelsFirst',
        activation: 'relu',
      })
      .apply(first);
    return end(tfl, layers.maxPooling2d({ poolSize: 2, dataFormat: 'channelsFirst', padding: 'same' }).apply(y));
  }),
  'a U of max-pooling and upsampling, padded and cropped': model([4, 6, 2], (tfl, x) => {
    const { layers } = tfl;
    const down = layers.maxPooling2d({ poolSize: 2 }).apply(x);
    const up = layers
      .upSampling2d({ size: [2, 2] })
      .apply(layers.separableConv2d({ filters: 2, kernelSize: 2, padding: 'same', activation: 'selu' }).apply(down));
    const padded = layers
      .zeroPadding2d({
        padding: [
          [1, 2],
          [0, 1],
        ],
      })
      .apply(layers.concatenate().apply([up, x]));
    return end(
      tfl,
      layers
        .cropping2D({
          cropping: [
            [1, 1],
            [1, 0],
          ],
        })
        .apply(padded),
    );
  }),
  'normalised by layers and batches, dropout between': model(row, (tfl, x) => {
    const { layers } = tfl;
    const y = layers
      .layerNormalization()
      .apply(layers.dropout({ rate: 0.4 }).apply(layers.batchNormalization().apply(x)));
    return end(tfl, layers.leakyReLU({ alpha: 0.2 }).apply(y));
  }),
  'maximum, minimum and average of branches, then PReLU': model(row, (tfl, x) => {
    const { layers } = tfl;
    const [a, b, c] = [1, 2, 3].map(() => layers.dense({ units: 3 }).apply(x));
    const y = layers.average().apply([layers.maximum().apply([a, b]), layers.minimum().apply([b, c]), a]);
    return end(tfl, layers.prelu().apply(y));
  }),
  'a reshape that mixes rows and channels, then convolved': model(row, (tfl, x) => {
    const { layers } = tfl;
    const y = layers
      .reshape({ targetShape: [3, 3, 2] })
      .apply(layers.repeatVector({ n: 1 }).apply(layers.flatten().apply(x)));
    return end(tfl, layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2, activation: 'mish' }).apply(y));
  }),
};
