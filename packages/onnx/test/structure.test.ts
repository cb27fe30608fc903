import { create } from '@bufbuild/protobuf';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { codeOf, refusedNow } from '@interp/testing/refusal';
import {
  AttributeProto_AttributeType as Kind,
  AttributeProtoSchema,
  FunctionProtoSchema,
  type FunctionProto,
  type NodeProto,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
} from 'onnx-buf';
import { onnxNetwork } from '../src/index.js';
import { branch, floats, ints, node, onnxFile, tensor, value, type Written } from './onnx-file.js';
import { resultOf } from './run-file.js';

const bool = (name: string, is: boolean): ReturnType<typeof tensor> =>
  tensor(name, [], DataType.BOOL, Uint8Array.of(Number(is)));

describe('lists of values are followed when the graph is built', () => {
  const pair = [node('SequenceConstruct', ['x', 'twice'], ['both'])];
  const twice = node('Add', ['x', 'x'], ['twice']);
  const cases: readonly (readonly [string, Written, readonly unknown[]])[] = [
    [
      'at a position from the end',
      { nodes: [twice, ...pair, node('SequenceAt', ['both', 'i'], ['y'])], tensors: [ints('i', [], [-1])] },
      [[[2, 4, 6]]],
    ],
    [
      'inserted and erased',
      {
        nodes: [
          twice,
          node('SequenceEmpty', [], ['none']),
          node('SequenceInsert', ['none', 'twice'], ['one']),
          node('SequenceInsert', ['one', 'x', 'first'], ['both']),
          node('SequenceErase', ['both'], ['rest']),
          node('SequenceAt', ['rest', 'first'], ['y']),
        ],
        tensors: [ints('first', [], [0])],
      },
      [[[1, 2, 3]]],
    ],
    [
      'concatenated',
      { nodes: [twice, ...pair, node('ConcatFromSequence', ['both'], ['y'], { axis: 1 })] },
      [[[1, 2, 3, 2, 4, 6]]],
    ],
    [
      'stacked',
      { nodes: [twice, ...pair, node('ConcatFromSequence', ['both'], ['y'], { axis: 1, new_axis: 1 })] },
      [
        [
          [
            [1, 2, 3],
            [2, 4, 6],
          ],
        ],
      ],
    ],
    [
      'split into parts of one size',
      {
        nodes: [
          node('SplitToSequence', ['x', 'two'], ['parts'], { axis: 1 }),
          node('SequenceAt', ['parts', 'i'], ['y']),
        ],
        tensors: [ints('two', [], [2]), ints('i', [], [1])],
      },
      [[[3]]],
    ],
    [
      'split into columns without their axis',
      {
        nodes: [
          node('SplitToSequence', ['x'], ['parts'], { axis: 1, keepdims: 0 }),
          node('SequenceAt', ['parts', 'i'], ['y']),
        ],
        tensors: [ints('i', [], [1])],
      },
      [[2]],
    ],
  ];
  test.each(cases)('%s', (_, written, expected) => {
    expect(resultOf(written, { x: [[1, 2, 3]] })).toEqual(expected);
  });

  test('a sequence that leaves the graph is refused', () => {
    expect(codeOf(() => onnxNetwork(onnxFile({ nodes: pair.concat(twice), outputs: ['both'] })))).toBe(
      'unsupported-model',
    );
  });

  test('an operation that takes none is refused by its name', () => {
    const written = { nodes: [twice, ...pair, node('Relu', ['both'], ['y'], {}, { name: 'the relu' })] };
    expect(refusedNow(() => onnxNetwork(onnxFile(written)))?.message).toContain(
      '"the relu" of type Relu takes a sequence',
    );
  });
});

describe('functions of the model stand in the place of their calls', () => {
  const reference = (name: string, refAttrName: string): NodeProto['attribute'][number] =>
    create(AttributeProtoSchema, { name, refAttrName, type: Kind.FLOAT });
  const scaled: FunctionProto = create(FunctionProtoSchema, {
    name: 'Scaled',
    domain: 'mine',
    input: ['a', 'b'],
    output: ['c'],
    attribute: ['factor'],
    opsetImport: [{ domain: '', version: 21n }],
    node: [
      create(NodeProtoSchema, {
        opType: 'Constant',
        output: ['k'],
        attribute: [reference('value_float', 'factor')],
      }),
      node('Mul', ['a', 'k'], ['m']),
      node('Add', ['m', 'b'], ['c']),
    ],
  });
  const nested: FunctionProto = create(FunctionProtoSchema, {
    name: 'Nested',
    domain: 'mine',
    input: ['a'],
    output: ['c'],
    opsetImport: [
      { domain: '', version: 21n },
      { domain: 'mine', version: 1n },
    ],
    node: [
      node('Scaled', ['a', 'a'], ['k'], { factor: { float: 2 } }, { domain: 'mine' }),
      node('Scaled', ['k', 'a'], ['c'], { factor: { float: 10 } }, { domain: 'mine' }),
    ],
  });
  const call = node('Nested', ['x'], ['y'], {}, { domain: 'mine' });

  test('with attributes of the call, one within another', () => {
    const written: Written = { nodes: [call], functions: [scaled, nested], opsets: { mine: 1 } };
    expect(resultOf(written, { x: [[1, 2, 3]] })).toEqual([[[31, 62, 93]]]);
  });

  test('one that calls itself is refused', () => {
    const endless = create(FunctionProtoSchema, { ...nested, node: [call] });
    const written: Written = { nodes: [call], functions: [endless], opsets: { mine: 1 } };
    expect(codeOf(() => onnxNetwork(onnxFile(written)))).toBe('bad-file');
  });

  test('functions that call others twice, again and again, are refused in bounded time', () => {
    const levels = Array.from({ length: 30 }, (_, i) =>
      create(FunctionProtoSchema, {
        name: `F${i}`,
        domain: 'mine',
        input: ['a'],
        output: ['c'],
        node:
          i === 0
            ? [node('Relu', ['a'], ['b']), node('Relu', ['b'], ['c'])]
            : [
                node(`F${i - 1}`, ['a'], ['b'], {}, { domain: 'mine' }),
                node(`F${i - 1}`, ['b'], ['c'], {}, { domain: 'mine' }),
              ],
      }),
    );
    const written: Written = {
      nodes: [node('F29', ['x'], ['y'], {}, { domain: 'mine' })],
      functions: levels,
      opsets: { mine: 1 },
    };
    expect(codeOf(() => onnxNetwork(onnxFile(written)))).toBe('unsupported-model');
  });
});

describe('a condition that is known chooses its branch', () => {
  const choice = (is: boolean): Written => ({
    nodes: [
      node('If', ['is'], ['y'], {
        then_branch: branch({
          nodes: [node('Mul', ['x', 'ten'], ['a'])],
          tensors: [floats('ten', [], [10])],
          outputs: ['a'],
        }),
        else_branch: branch({ nodes: [node('Neg', ['x'], ['a'])], outputs: ['a'] }),
      }),
    ],
    tensors: [bool('is', is)],
  });
  test.each([
    [true, [[10, 20, 30]]],
    [false, [[-1, -2, -3]]],
  ])('%p', (is, expected) => {
    expect(resultOf(choice(is), { x: [[1, 2, 3]] })).toEqual([expected]);
  });
});

describe('constants', () => {
  const cases: readonly (readonly [string, Written, readonly unknown[]])[] = [
    [
      'a tensor',
      { nodes: [node('Constant', [], ['c'], { value: floats('c', [3], [1, 2, 3]) }), node('Add', ['x', 'c'], ['y'])] },
      [[[2, 4, 6]]],
    ],
    [
      'a list of floats',
      { nodes: [node('Constant', [], ['c'], { value_floats: { floats: [1, 2, 3] } }), node('Add', ['x', 'c'], ['y'])] },
      [[[2, 4, 6]]],
    ],
    [
      'a list of whole numbers',
      { nodes: [node('Constant', [], ['c'], { value_ints: [1] }), node('Unsqueeze', ['x', 'c'], ['y'])] },
      [[[[1, 2, 3]]]],
    ],
    [
      'a tensor of a shape',
      {
        nodes: [node('ConstantOfShape', ['s'], ['c'], { value: floats('', [1], [5]) }), node('Add', ['x', 'c'], ['y'])],
        tensors: [ints('s', [1], [3])],
      },
      [[[6, 7, 8]]],
    ],
    [
      'zeros of a shape',
      {
        nodes: [node('ConstantOfShape', ['s'], ['c']), node('Add', ['x', 'c'], ['y'])],
        tensors: [ints('s', [1], [3])],
      },
      [[[1, 2, 3]]],
    ],
    [
      'whole numbers as floats',
      {
        nodes: [node('Cast', ['i'], ['c'], { to: DataType.FLOAT }), node('Mul', ['x', 'c'], ['y'])],
        tensors: [ints('i', [3], [1, 2, 3])],
      },
      [[[1, 4, 9]]],
    ],
    [
      'one that is an output',
      { nodes: [node('Relu', ['x'], ['y'])], outputs: ['y', 'c'], tensors: [floats('c', [2], [1, 2])] },
      [[[1, 2, 3]], [1, 2]],
    ],
    [
      'one under two names',
      {
        nodes: [node('Identity', ['c'], ['d']), node('Add', ['c', 'd'], ['e']), node('Add', ['x', 'e'], ['y'])],
        tensors: [floats('c', [3], [1, 2, 3])],
      },
      [[[3, 6, 9]]],
    ],
  ];
  test.each(cases)('%s', (_, written, expected) => {
    expect(resultOf(written, { x: [[1, 2, 3]] })).toEqual(expected);
  });

  test('a shape of 2 GiB in a small file is refused', () => {
    const written = {
      nodes: [node('ConstantOfShape', ['s'], ['c']), node('Add', ['x', 'c'], ['y'])],
      tensors: [ints('s', [2], [2 ** 20, 2 ** 20])],
    };
    expect(codeOf(() => onnxNetwork(onnxFile(written)))).toBe('bad-file');
  });
});

describe('sizes that the model leaves open', () => {
  const nodes = [node('Relu', ['x'], ['y'])];
  const open = (...shape: readonly (string | number | null)[]): Uint8Array =>
    onnxFile({ nodes, inputs: [value('x', shape)] });

  test('are named, with what to do', () => {
    const refusal = refusedNow(() => onnxNetwork(open('n', 3, 'height', 'width')));
    expect(refusal?.code).toBe('bad-shape');
    expect(refusal?.message).toBe(
      'the model leaves sizes of its input "x" open, [n, 3, height, width]: height, width; give them as { size: [224, 224] }',
    );
  });

  test('are asked for as a size of pictures or the length of a sequence, and by name or by shape where that does not say all', () => {
    const said = (...shape: readonly (string | number | null)[]): string | undefined =>
      refusedNow(() => onnxNetwork(open(...shape)))?.message;
    expect(said(null, 3, null, 5)).toContain('give them as { size: [5, 224] }');
    expect(said(null, null)).toContain('give them as { size: [16, 16] }');
    expect(said(null, 3, null, 5, 6)).toContain('by the option shapes, { "x": [');
  });

  test('are given by their names, or by the shape of the input', () => {
    for (const options of [{ axes: { height: 4, width: 5 } }, { shapes: { x: [null, 3, 4, 5] } }]) {
      const network = onnxNetwork(open('n', 3, 'height', 'width'), options);
      expect(network.inputs[0].shape).toEqual([null, 3, 4, 5]);
      network.dispose();
    }
  });

  test('of sequences are the length', () => {
    const network = onnxNetwork(open('n', 'length', 7), { size: [16, 20] });
    expect(network.inputs[0].shape).toEqual([null, 16, 7]);
    network.dispose();
  });

  const wrong: readonly (readonly [string, string, object])[] = [
    ['another size than the model has', 'bad-shape', { shapes: { x: [null, 4, 4, 5] } }],
    ['another number of axes', 'bad-shape', { shapes: { x: [null, 3] } }],
    ['a shape of no input', 'bad-option', { shapes: { z: [1] } }],
    ['a size that is none', 'bad-option', { axes: { height: 0, width: 5 } }],
    ['an option that is not known', 'bad-option', { axis: {} }],
  ];
  test.each(wrong)('%s is refused', (_, code, options) => {
    expect(codeOf(() => onnxNetwork(open('n', 3, 'height', 'width'), options))).toBe(code);
  });
});
