import { architectureDiagram, type Architecture, type LayerBox } from '@interp/viz';
import { boxTexts } from '../src/diagrams/folding/box-texts.js';
import { foldArchitecture } from '../src/diagrams/folding/fold-architecture.js';
import { drawn, textsOf } from './pictures.js';

/** Builds networks layer by layer. */
const builder = () => {
  const layers: LayerBox[] = [{ name: 'x', kind: 'InputLayer', shape: [8, 8, 3], parameters: 0, inputs: [] }];
  const add = (kind: string, inputs: readonly string[], width = 16, more: Partial<LayerBox> = {}): string => {
    const name = more.name ?? `${kind.toLowerCase()}_${layers.length}`;
    layers.push({ kind, shape: [8, 8, width], parameters: 0, ...more, name, inputs });
    return name;
  };
  const conv = (from: string, width = 16, detail = '3 × 3'): string => {
    const made = add('Conv2D', [from], width, { parameters: 9 * width, detail });
    return add('ReLU', [add('BatchNormalization', [made], width, { parameters: 4 * width })], width);
  };
  return { layers, add, conv };
};

/** What is drawn: each box with its inputs by place, each frame with the boxes in it. */
const folded = (layers: readonly LayerBox[]) => {
  const { boxes, frames } = foldArchitecture({ layers });
  const texts = boxes.map(boxTexts);
  return {
    boxes: boxes.map(({ inputs, all }, i) => ({ ...texts[i], inputs, times: all.length })),
    kinds: texts.map(({ kinds }) => kinds),
    frames: frames.map(({ times, within }, i) => ({
      times,
      within,
      boxes: boxes.flatMap(({ frame }, place) => (frame === i ? [place] : [])),
    })),
  };
};

const residual = (blocks: number, width: (block: number) => number = () => 16): LayerBox[] => {
  const { layers, add, conv } = builder();
  let x = conv('x', width(0));
  for (let i = 0; i < blocks; i++) {
    const inner = add('Conv2D', [conv(x, width(i))], width(i), { detail: '3 × 3', parameters: 10 });
    x = add('ReLU', [add('Add', [x, inner], width(i))], width(i));
  }
  add('Dense', [add('GlobalAveragePooling2D', [x], 16, { shape: [16] })], 10, { shape: [10], parameters: 170 });
  return layers;
};

describe('small steps share a box', () => {
  it('with the layer before them, unless its output is taken elsewhere', () => {
    const { layers, add, conv } = builder();
    const made = conv('x');
    const other = add('Conv2D', [made], 16, { parameters: 9 });
    add('Concat', [add('ReLU', [other]), other]);
    const { kinds, boxes } = folded(layers);
    expect(kinds).toEqual(['InputLayer', 'Conv2D 3 × 3 + BatchNorm + ReLU', 'Conv2D', 'ReLU', 'Concat']);
    expect(boxes[1]).toMatchObject({ parameters: [9 * 16 + 4 * 16], shape: '8 × 8 × 16', kind: 'convolution' });
  });

  it.each<[string, (add: ReturnType<typeof builder>['add'], x: string) => string]>([
    ['Gelu', (add, x) => add('Mul', [add('Mul', [x, add('Add', [add('Erf', [add('Div', [x])])])])])],
    ['Swish', (add, x) => add('Mul', [x, add('Sigmoid', [x])])],
    [
      'LayerNorm',
      (add, x) => {
        const centred = add('Sub', [x, add('ReduceMean', [x])]);
        const deviation = add('Sqrt', [add('Add', [add('ReduceMean', [add('Pow', [centred])])])]);
        return add('Add', [add('Mul', [add('Div', [centred, deviation])], 16, { parameters: 16 })], 16, { parameters: 16 }); // prettier-ignore
      },
    ],
  ])('as %s, where it is written out', (name, write) => {
    const { layers, add } = builder();
    add('Gemm', [write(add, add('Conv', ['x'], 16, { parameters: 9 }))], 4, { parameters: 68 });
    expect(folded(layers).kinds).toEqual(['InputLayer', `Conv + ${name}`, 'Gemm']);
  });
});

describe('repeated blocks are drawn once', () => {
  it('with the number of times, the names and the way in and out', () => {
    const { boxes, kinds, frames } = folded(residual(5));
    expect(kinds.slice(2)).toEqual(['Conv2D 3 × 3 + BatchNorm + ReLU', 'Conv2D 3 × 3', 'Add + ReLU', 'GlobalAveragePooling2D', 'Dense']); // prettier-ignore
    expect(frames).toEqual([{ times: 5, within: undefined, boxes: [2, 3, 4] }]);
    expect(boxes.map(({ inputs }) => [...inputs].sort())).toEqual([[], [0], [1], [2], [1, 3], [4], [5]]);
    expect(boxes[4]).toMatchObject({ name: 'add_8–32', times: 5, shape: '8 × 8 × 16' });
  });

  it('apart where their sizes differ and there are few, else together, with the sizes', () => {
    const few = folded(residual(4, (block) => (block < 2 ? 16 : 32)));
    expect(few.frames.map(({ times }) => times)).toEqual([2, 2]);
    const many = folded(residual(40, (block) => 16 + block));
    expect(many.frames.map(({ times }) => times)).toEqual([40]);
    expect(many.boxes.find(({ kinds }) => kinds === 'Add + ReLU')?.shape).toBe('8 × 8 × 16–55');
  });

  it('only up to where a value within is taken', () => {
    const layers = residual(6);
    const third = layers.filter(({ kind }) => kind === 'Add')[2].name;
    const relu = layers.find(({ inputs }) => inputs[0] === third)!.name;
    layers.push({ name: 'head', kind: 'Dense', shape: [3], parameters: 5, inputs: [relu] });
    expect(folded(layers).frames.map(({ times }) => times)).toEqual([3, 3]);
  });

  it('with branches, a value that all of them take, and repetitions within', () => {
    const { layers, add, conv } = builder();
    const mask = add('Sub', ['x']);
    let x = conv('x');
    for (let i = 0; i < 3; i++) {
      const [left, right] = [conv(x, 16, '1 × 1'), ['5', '5', '5', '5'].reduce((y) => conv(y, 16, '5 × 5'), x)];
      x = add('Concat', [left, right, mask, add('MaxPooling2D', [x])], 16);
    }
    const { frames, boxes } = folded(layers);
    expect(frames.map(({ times, within }) => [times, within])).toEqual([[3, undefined], [4, 0]]); // prettier-ignore
    const join = boxes.find(({ kinds }) => kinds === 'Concat')!;
    expect(join.inputs).toHaveLength(4);
    expect(join.inputs.map((i) => boxes[i].kinds)).toContain('Sub');
  });

  it.each(['before', 'after'])('in transformers, with normalisations %s attention and dense layers', (where) => {
    const { layers, add } = builder();
    const dense = (from: string): string => add('MatMul', [from], 16, { parameters: 256 });
    const norm = (from: string): string => add('LayerNormalization', [from], 16, { parameters: 32 });
    const around = (x: string, inner: (x: string) => string): string =>
      where === 'before' ? add('Add', [x, inner(norm(x))]) : norm(add('Add', [x, inner(x)]));
    let x = where === 'before' ? dense('x') : norm(dense('x'));
    for (let i = 0; i < 4; i++) {
      const attended = (y: string): string => {
        const [q, k, v] = ['Split', 'Squeeze', 'Reshape'].map((kind) => add(kind, [dense(y)]));
        return dense(add('MatMul', [add('Softmax', [add('MatMul', [q, k])]), v]));
      };
      x = around(around(x, attended), (y) => dense(add('Gelu', [dense(y)])));
    }
    add('Gemm', [add('Gather', [where === 'before' ? norm(x) : x])], 4, { parameters: 68 });
    const { frames, boxes } = folded(layers);
    expect(frames.map(({ times }) => times)).toEqual([4]);
    expect(boxes.at(-1)?.kinds).toBe(where === 'before' ? 'LayerNorm + Gather + Gemm' : 'Gather + Gemm');
  });

  it('in dense blocks, however their concatenations are written', () => {
    const kindsOf = (isGrowing: boolean): string[] => {
      const { layers, add, conv } = builder();
      const all = [conv('x')];
      let joined = all[0];
      for (let i = 0; i < 20; i++) {
        const made = conv(joined);
        all.push(made);
        joined = add('Concat', isGrowing ? [...all] : [joined, made], 32 + 16 * i);
      }
      const { kinds, frames } = folded(layers);
      return [...kinds, ...frames.map(({ times }) => String(times))];
    };
    expect(kindsOf(true)).toEqual(kindsOf(false));
    expect(kindsOf(true)).toHaveLength(5);
  });
});

describe('a network of any size and shape', () => {
  const chain = (length: number): LayerBox[] => {
    const { layers, add } = builder();
    let x = 'x';
    for (let i = 0; i < length; i++) x = add('Dense', [x], 1 + ((i * 37) % 11), { parameters: i, detail: `${(i * i) % 17}` }); // prettier-ignore
    return layers;
  };
  const tangle = (size: number): LayerBox[] =>
    Array.from({ length: size }, (_, i) => ({
      name: `n${i}`,
      kind: ['Add', 'Conv', 'MatMul', 'Mul'][(i * i) % 4],
      shape: [1 + (i % 5)],
      parameters: i % 3,
      inputs: [...new Set(Array.from({ length: Math.min(i, 4) }, (_, k) => `n${(i * 7 + k * k * 13) % i}`))],
    }));

  it.each<[string, LayerBox[]]>([
    ['a thousand layers in a row, none like the other', chain(1000)],
    ['a thousand layers, each joined with four others', tangle(1000)],
    ['one layer', [{ name: 'only', kind: 'Dense', shape: [], parameters: 1, inputs: [] }]],
    ['layers in a circle', ['a', 'b'].map((name, i, all) => ({ name, kind: 'Add', shape: [2], parameters: 0, inputs: [all[1 - i], name] }))], // prettier-ignore
  ])('%s: at most so many boxes and connections, the same each time', (_, layers) => {
    const { boxes } = foldArchitecture({ layers });
    expect(boxes.length).toBeLessThanOrEqual(160);
    expect(boxes.reduce((sum, { inputs }) => sum + inputs.length, 0)).toBeLessThanOrEqual(400);
    expect(boxes.every(({ inputs }, i) => inputs.every((input) => input < i))).toBe(true);
    expect(foldArchitecture({ layers })).toEqual(foldArchitecture({ layers: structuredClone(layers) }));
  });

  it('keeps every layer somewhere', () => {
    for (const layers of [tangle(60), residual(1), chain(30)]) {
      const names = foldArchitecture({ layers }).boxes.flatMap(({ all }) =>
        all.flatMap(({ parts }) => parts.flatMap((part) => part.layers.map(({ name }) => name))),
      );
      expect(names.sort()).toEqual(layers.map(({ name }) => name).sort());
    }
  });
});

describe('the picture of a large network', () => {
  it('has frames, a legend, columns, and its names cut', async () => {
    const layers = residual(3).concat(chainAfter(40));
    const network: Architecture = { name: `net\u0007${'n'.repeat(10_000)}`, layers };
    const svg = await architectureDiagram(network);
    const texts = textsOf(svg).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['× 3', 'convolution', 'repeated so many times']));
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(120);
    const { width, height } = drawn(svg);
    expect(width / height).toBeGreaterThan(0.5);
    expect(width).toBeLessThan(6000);
    expect(await architectureDiagram(network)).toBe(svg);
  });

  it('in other words', async () => {
    const words = { repeated: 'repetido', kinds: { convolution: 'convolución' }, names: { Dense: 'densa' } } as const;
    const texts = textsOf(await architectureDiagram({ layers: residual(3) }, { fold: true, words })).map(({ text }) => text); // prettier-ignore
    expect(texts).toEqual(expect.arrayContaining(['repetido', 'convolución', 'densa']));
  });
});

/** Layers behind the last of `residual`, none like the one before. */
function chainAfter(length: number): LayerBox[] {
  return Array.from({ length }, (_, i) => ({
    name: i === 20 ? `/deep/${'long_'.repeat(2000)}end\u001b[2J` : `tail${i}`,
    kind: 'Dense',
    detail: `${i}`,
    shape: [3 + i],
    parameters: 7,
    inputs: [
      i === 0 ? residual(3).at(-1)!.name : i === 21 ? `/deep/${'long_'.repeat(2000)}end\u001b[2J` : `tail${i - 1}`,
    ],
  }));
}
