// Files of models that lie: name, text, and the code that refuses each. Their weights are the twelve bytes of `weights.bin`.
const dense = (config = {}) => ({
  class_name: 'Dense',
  config: {
    name: 'dense',
    trainable: true,
    units: 1,
    activation: 'linear',
    use_bias: true,
    batch_input_shape: [null, 2],
    dtype: 'float32',
    ...config,
  },
});
const sequential = (...layers) => ({ class_name: 'Sequential', config: { name: 'sequential', layers } });
const specs = [
  { name: 'dense/kernel', shape: [2, 1], dtype: 'float32' },
  { name: 'dense/bias', shape: [1], dtype: 'float32' },
];
/**
 * A model.json: sound but for what is given.
 *
 * @param {{ topology?: object, paths?: unknown[], weights?: unknown, [more: string]: unknown }} [parts]
 */
const model = ({ topology = sequential(dense()), paths = ['weights.bin'], weights = specs, ...more } = {}) => ({
  format: 'layers-model',
  modelTopology: { keras_version: '2.2.4', backend: 'tensor_flow.js', model_config: topology },
  weightsManifest: [{ paths, weights }],
  ...more,
});
const kernel = (more) => [{ ...specs[0], ...more }, specs[1]];
const functional = (/** @type {object} */ more = {}) => ({
  class_name: 'Model',
  config: {
    name: 'model',
    layers: [
      {
        class_name: 'InputLayer',
        name: 'input',
        config: { name: 'input', batch_input_shape: [null, 2], dtype: 'float32' },
        inbound_nodes: [],
      },
      { ...dense(), name: 'dense', inbound_nodes: [[['input', 0, 0, {}]]] },
    ],
    input_layers: [['input', 0, 0]],
    output_layers: [['dense', 0, 0]],
    ...more,
  },
});
/** `JSON.stringify` leaves `__proto__` out where it is no key of its own. */
const withProto = (text) => text.replaceAll('"PROTO"', '"__proto__"');
const nested = (depth) => (depth === 0 ? dense() : sequential(nested(depth - 1)));

const outside = {
  'above-the-folder': '../outside.bin',
  'far-above-the-folder': '../../../../../../etc/hostname',
  'above-by-a-detour': 'inside/../../outside.bin',
  absolute: '/etc/hostname',
  'of-windows': '..\\outside.bin',
  'a-drive': 'C:\\windows\\system.ini',
  'a-share': '\\\\host\\share\\weights.bin',
  'an-address': 'https://example.org/weights.bin',
  'a-file-address': 'file:///etc/hostname',
  'data-in-an-address': 'data:application/octet-stream;base64,AAAAAAAAAAAAAAAA',
  'with-a-nul': 'weights.bin\u0000.png',
  'the-folder-itself': '.',
  empty: '',
};

/** All of them. */
export const models = Object.fromEntries(
  Object.entries({
    ...Object.fromEntries(
      Object.entries(outside).map(([name, path]) => [`path-${name}`, [model({ paths: [path] }), 'bad-file']]),
    ),
    'path-escaped-by-percent': [model({ paths: ['%2e%2e%2foutside.bin'] }), 'not-found'],
    'path-that-is-a-number': [model({ paths: [7] }), 'bad-file'],
    'proto-beside-the-topology': [`{"__proto__":{"polluted":1},${JSON.stringify(model()).slice(1)}`, 'taken'],
    'proto-in-a-layer': [
      withProto(JSON.stringify(model({ topology: sequential(dense({ PROTO: { polluted: 1 } })) }))),
      'taken',
    ],
    'proto-as-a-class': [model({ topology: sequential({ ...dense(), class_name: '__proto__' }) }), 'bad-file'],
    'constructor-as-a-class': [model({ topology: sequential({ ...dense(), class_name: 'constructor' }) }), 'bad-file'],
    'to-string-as-a-class': [model({ topology: sequential({ ...dense(), class_name: 'toString' }) }), 'bad-file'],
    'constructor-as-an-activation': [model({ topology: sequential(dense({ activation: 'constructor' })) }), 'bad-file'],
    'proto-as-an-initializer': [
      model({ topology: sequential(dense({ kernel_initializer: { class_name: '__proto__', config: {} } })) }),
      'bad-file',
    ],
    'constructor-prototype-in-a-config': [
      model({ topology: sequential(dense({ constructor: { prototype: { polluted: 1 } } })) }),
      'taken',
    ],
    'proto-as-a-weight': [withProto(JSON.stringify(model({ weights: kernel({ name: 'PROTO' }) }))), 'bad-file'],
    'proto-as-a-layer': [
      withProto(JSON.stringify(model({ topology: sequential(dense({ name: 'PROTO' })) }))),
      'bad-file',
    ],
    'a-billion-units': [model({ topology: sequential(dense({ units: 1e9 })) }), 'bad-file'],
    'a-trillion-units': [model({ topology: sequential(dense({ units: 1e12 })) }), 'bad-file'],
    'half-a-unit': [model({ topology: sequential(dense({ units: 0.5 })) }), 'bad-file'],
    'minus-one-unit': [model({ topology: sequential(dense({ units: -1 })) }), 'bad-file'],
    'units-of-text': [model({ topology: sequential(dense({ units: 'many' })) }), 'bad-file'],
    'an-input-of-a-billion': [model({ topology: sequential(dense({ batch_input_shape: [null, 1e9] })) }), 'bad-file'],
    'an-input-of-minus-one': [model({ topology: sequential(dense({ batch_input_shape: [null, -1] })) }), 'bad-file'],
    'an-input-of-text': [model({ topology: sequential(dense({ batch_input_shape: 'two' })) }), 'bad-file'],
    'a-shape-that-wraps-around': [model({ weights: kernel({ shape: [2 ** 32, 2 ** 32] }) }), 'bad-file'],
    'a-shape-beyond-all-numbers': [
      JSON.stringify(model({ weights: kernel({ shape: [777, 1] }) })).replace('777', '1e400'),
      'bad-file',
    ],
    'a-weight-twice': [model({ weights: [specs[0], { ...specs[1], name: 'dense/kernel' }] }), 'bad-file'],
    'a-weight-of-numbers-in-a-range-without-end': [
      model({
        weights: [{ ...specs[0], shape: [12, 1], quantization: { dtype: 'uint8', scale: 1e308, min: -1e308 } }],
      }),
      'bad-file',
    ],
    'weights-quantized-to-what-is-not-finite': [
      model({
        topology: sequential(dense({ use_bias: false, batch_input_shape: [null, 12] })),
        weights: [{ ...specs[0], shape: [12, 1], quantization: { dtype: 'uint8', scale: 1e308, min: 1e308 } }],
      }),
      'bad-value',
    ],
    'no-layers': [model({ topology: sequential() }), 'bad-file'],
    'layers-of-null': [model({ topology: sequential(null, null) }), 'bad-file'],
    'layers-no-list': [model({ topology: { class_name: 'Sequential', config: { layers: 'all' } } }), 'bad-file'],
    'a-node-of-a-layer-that-is-not-there': [
      model({ topology: functional({ output_layers: [['nobody', 0, 0]] }) }),
      'bad-file',
    ],
    'a-layer-that-waits-for-itself': [
      model({
        topology: functional({
          layers: [
            functional().config.layers[0],
            { ...dense(), name: 'dense', inbound_nodes: [[['dense', 0, 0, {}]]] },
          ],
        }),
      }),
      'bad-file',
    ],
    'a-hundred-models-in-each-other': [model({ topology: nested(100) }), 'bad-file'],
    'a-sound-model-of-two-layers': [model({ topology: functional() }), 'taken'],
    'a-layer-that-runs-code': [
      model({ topology: sequential({ class_name: 'Lambda', config: { function: 'process.exit(9)' } }) }),
      'bad-file',
    ],
    'ten-thousand-lists': [`${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'bad-file'],
    'a-graph-model': [model({ format: 'graph-model' }), 'unsupported-model'],
    'a-manifest-of-null': [model({ weightsManifest: null }), 'bad-file'],
    'no-json': ['{"modelTopology":', 'bad-file'],
  }).map(([name, [json, code]]) => [
    `${name}.json`,
    [Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)), code],
  ]),
);
