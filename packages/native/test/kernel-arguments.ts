import type { Arguments, Content, Pick, Place } from './case-content.js';
import { relevanceArguments } from './relevance-arguments.js';

const upTo = (size: number, unit: number): number => Math.ceil(size / unit) * unit;

const pooling = (
  pick: Pick,
  leastChannels: number,
): { readonly sizes: number[]; readonly input: number; readonly output: number } => {
  const [batch, height, width, channels] = [pick(1, 3), pick(1, 9), pick(1, 9), pick(leastChannels, 40)];
  const two = pick(0, 1) === 1;
  const [rows, columns] = two ? [2, 2] : [pick(1, 4), pick(1, 4)];
  const [strideHeight, strideWidth] = [pick(1, 3), pick(1, 3)];
  const [top, left] = [pick(0, rows - 1), pick(0, columns - 1)];
  const outHeight = Math.floor((height + top - 1) / strideHeight) + 1;
  const outWidth = Math.floor((width + left - 1) / strideWidth) + 1;
  return {
    sizes: [batch, height, width, channels, outHeight, outWidth, rows, columns, strideHeight, strideWidth, top, left],
    input: batch * height * width * channels,
    output: batch * outHeight * outWidth * channels,
  };
};

const matrices = (
  pick: Pick,
  place: Place,
  content: Content,
): { rows: number; columns: number; inner: number; a: number; base: number } => {
  const [rows, columns, inner] = [pick(1, 40), pick(1, 90), pick(1, 60)];
  return { rows, columns, inner, a: place(rows * inner, content), base: place(inner) };
};

const ofEach: Arguments = (pick, place) => {
  const size = pick(1, 200);
  return [place(size, 'wild'), place(size), size];
};

const words: Arguments = (pick, place) => {
  const size = pick(1, 200);
  return [place(20, 'words'), place(20), place(size), size];
};

/** For each kernel, arguments of random sizes. */
export const argumentsOf: Readonly<Record<string, Arguments>> = {
  ...relevanceArguments,
  product: (pick, place) => {
    const [rows, columns, inner] = [pick(1, 300), pick(1, 90), pick(1, pick(0, 3) === 0 ? 700 : 60)];
    const [transposeA, transposeB, more] = [pick(0, 1), pick(0, 1), pick(0, 5)];
    const out = place(rows * (columns + more));
    const bias = pick(0, 1) === 1 ? place(columns) : 0;
    const room = place(
      Math.max(512 * (8 + Math.min(128, upTo(rows, 4))), 256 * (32 + Math.min(144, upTo(rows, 12))) + 15),
      'room',
    );
    const [aRow, aColumn] = transposeA ? [4, 4 * rows] : [4 * inner, 4];
    const [bRow, bColumn] = transposeB ? [4, 4 * inner] : [4 * columns, 4];
    const sizes = [rows, columns, inner, aRow, aColumn, bRow, bColumn, 4 * (columns + more)];
    return [place(rows * inner), place(inner * columns), bias, out, room, ...sizes];
  },
  vectorProduct: (pick, place) => {
    const [rows, columns, inner] = [pick(1, 4), pick(1, 400), pick(1, 90)];
    const transposeA = pick(0, 1);
    const bias = pick(0, 1) === 1 ? place(columns) : 0;
    const steps = transposeA ? [4, 4 * rows] : [4 * inner, 4];
    const sizes = [rows, columns, inner, ...steps, 4 * columns, 4 * columns];
    return [place(rows * inner), place(inner * columns), bias, place(rows * columns), ...sizes];
  },
  convolution: (pick, place) => {
    const [batch, channels, features] = [pick(1, 3), pick(1, 8), pick(1, 70)];
    const [rows, columns, strideHeight, strideWidth] = [pick(1, 5), pick(1, 5), pick(1, 3), pick(1, 3)];
    const [dilationHeight, dilationWidth] = [pick(1, 2), pick(1, 2)];
    const [outHeight, outWidth] = [pick(1, 5), pick(1, 27)];
    const height = (outHeight - 1) * strideHeight + (rows - 1) * dilationHeight + 1 + pick(0, 2);
    const width = (outWidth - 1) * strideWidth + (columns - 1) * dilationWidth + 1 + pick(0, 2);
    const taps = rows * columns * channels;
    const bias = pick(0, 1) === 1 ? place(features) : 0;
    const sizes = [batch, height, width, channels, outHeight, outWidth, features];
    const places = [place(batch * height * width * channels), place(taps * features), bias];
    const out = place(batch * outHeight * outWidth * features);
    const panel = place(taps * upTo(Math.min(32, features), 16) + 15, 'room');
    return [...places, out, panel, ...sizes, rows, columns, strideHeight, strideWidth, dilationHeight, dilationWidth];
  },
  depthwise: (pick, place) => {
    const [height, width, channels, top, rows] = [pick(1, 9), pick(1, 20), pick(1, 40), pick(0, 2), pick(1, 5)];
    const [windowHeight, windowWidth, outWidth] = [pick(1, 5), pick(1, 5), pick(1, 20)];
    const steps = [pick(1, 3), pick(1, 3), pick(1, 2), pick(1, 2), pick(0, 4), pick(0, 4)];
    const bias = pick(0, 1) === 1 ? place(channels) : 0;
    const places = [place(height * width * channels), place(windowHeight * windowWidth * channels), bias];
    const sizes = [top, rows, height, width, channels, outWidth, windowHeight, windowWidth];
    return [...places, place(rows * outWidth * channels), ...sizes, ...steps];
  },
  depthwiseSigned: (pick, place) => {
    const [height, width, channels, top, rows] = [pick(1, 9), pick(1, 20), pick(1, 40), pick(0, 2), pick(1, 5)];
    const [windowHeight, windowWidth, outWidth] = [pick(1, 5), pick(1, 5), pick(1, 20)];
    const steps = [pick(1, 3), pick(1, 3), pick(1, 2), pick(1, 2), pick(0, 4), pick(0, 4)];
    const places = [place(height * width * channels), place(windowHeight * windowWidth * channels)];
    const sizes = [top, rows, height, width, channels, outWidth, windowHeight, windowWidth];
    return [...places, place(2 * rows * outWidth * channels), ...sizes, ...steps];
  },
  depthwiseBack: (pick, place) => {
    const [rows, width, channels, top] = [pick(1, 6), pick(1, 12), pick(1, 40), pick(0, 3)];
    const [windowHeight, windowWidth, outHeight, outWidth] = [pick(1, 5), pick(1, 5), pick(1, 7), pick(1, 12)];
    const shares = pick(0, 1);
    const x = shares ? place(rows * width * channels) : 0;
    const arrived = place((1 + shares) * outHeight * outWidth * channels);
    const places = [x, arrived, place(windowHeight * windowWidth * channels), place(rows * width * channels)];
    const steps = [pick(1, 3), pick(1, 3), pick(0, windowHeight - 1), pick(0, windowWidth - 1)];
    return [...places, top, rows, width, channels, outHeight, outWidth, windowHeight, windowWidth, ...steps];
  },
  gate: (pick, place, number) => {
    const size = pick(1, 200);
    return [place(size, 'wild'), place(size), place(size), size, -number(), number()];
  },
  clamp: (pick, place, number) => {
    const size = pick(1, 200);
    return [place(size, 'wild'), size, -number(), number()];
  },
  combine: (pick, place) => {
    const [size, isScalar] = [pick(1, 200), pick(0, 1)];
    return [place(size, 'wild'), place(isScalar ? 1 : size, 'wild'), place(size), size, pick(0, 3), isScalar];
  },
  filterGradient: (pick, place) => {
    const [batch, channels, features] = [pick(1, 3), pick(1, 5), pick(4, 70)];
    const [rows, columns, strideHeight, strideWidth, dilation] = [
      pick(1, 5),
      pick(1, 5),
      pick(1, 3),
      pick(1, 3),
      pick(1, 2),
    ];
    const [outHeight, outWidth, top] = [pick(1, 6), pick(1, 12), pick(-3, 3)];
    const height = pick(1, 9);
    const width = (outWidth - 1) * strideWidth + columns + pick(0, 2);
    const images = [place(batch * height * width * channels), place(batch * outHeight * outWidth * features)];
    const dw = place(rows * columns * channels * features);
    const sizes = [batch, height, width, channels, outHeight, outWidth, features];
    return [...images, dw, ...sizes, rows, columns, strideHeight, strideWidth, dilation, top, pick(1, 4)];
  },
  planeGradient: (pick, place) => {
    const [batch, features, rows, columns] = [pick(1, 3), pick(1, 9), pick(1, 5), pick(1, 5)];
    const [top, left] = [pick(0, rows - 1), pick(0, columns - 1)];
    const [outHeight, outWidth] = [pick(1, 9), pick(1, 40)];
    const height = Math.max(1, outHeight + rows - 1 - 2 * top + pick(-1, 1));
    const width = Math.max(1, outWidth + columns - 1 - 2 * left + pick(-1, 1));
    const line = upTo(width, 16) + columns + outWidth;
    const room = place(line * outHeight * features + 2 * upTo(width, 16) + 2 * (rows + 1) * columns * features, 'room');
    const images = [place(batch * outHeight * outWidth * features), place(rows * columns * features)];
    const sizes = [batch, height, width, outHeight, outWidth, features, rows, columns, top, left, 4 * line];
    return [...images, place(batch * height * width), room, ...sizes];
  },
  addColumns: (pick, place) => {
    const [batch, height, width, channels] = [pick(1, 3), pick(1, 8), pick(1, 8), pick(1, 20)];
    const [outHeight, outWidth, rows, columns] = [pick(1, 5), pick(1, 5), pick(1, 4), pick(1, 4)];
    const steps = [pick(1, 3), pick(1, 3), pick(1, 2), pick(1, 2), pick(0, 3), pick(0, 3)];
    const windows = place(batch * outHeight * outWidth * rows * columns * channels);
    const sizes = [batch, height, width, channels, outHeight, outWidth, rows, columns];
    return [windows, place(batch * height * width * channels), ...sizes, ...steps];
  },
  maxPool: (pick, place) => {
    const { sizes, input, output } = pooling(pick, 4);
    return [place(input, 'wild'), place(output), ...sizes];
  },
  maxPoolGrad: (pick, place) => {
    const { sizes, input, output } = pooling(pick, 1);
    return [place(input, 'wild'), place(output), place(input), ...sizes];
  },
  tanh: ofEach,
  sigmoid: ofEach,
  leakyRelu: (pick, place, number) => {
    const size = pick(1, 200);
    return [place(size, 'wild'), place(size), size, number()];
  },
  sigmoidGradient: (pick, place) => {
    const size = pick(1, 200);
    return [place(size), place(size, 'wild'), place(size), size];
  },
  lookUp: (pick, place) => {
    const size = pick(1, 200);
    return [place(Math.ceil(size / 4), 'bytes'), place(256), place(size), size];
  },
  copy: (pick, place) => {
    const size = pick(1, 200);
    return [place(size, 'wild'), place(size), 4 * size];
  },
  adam: (pick, place, number) => {
    const size = pick(1, 200);
    const inputs = [place(size, 'wild'), place(size), place(size, 'positive'), pick(0, 1) === 1 ? place(size) : 0];
    const rates = [number(), number(), number(), number(), number(), 1e-7, pick(0, 1) === 1 ? 1 : 0.271];
    return [...inputs, place(size), place(size), place(size), size, ...rates];
  },
  signStep: (pick, place, number) => {
    const size = pick(1, 200);
    const numbers = [number(), number(), -number(), number()];
    return [place(size), place(size), place(size, 'wild'), place(size), size, ...numbers];
  },
  moveRows: (pick, place) => {
    const [rows, columns] = [pick(1, 12), pick(1, 60)];
    const matrix = (): number => place(rows * columns);
    const moving = pick(0, 1) === 1;
    const inputs = [matrix(), matrix(), matrix(), moving ? matrix() : 0, place(columns), place(4)];
    const outputs = [matrix(), moving ? matrix() : 0, place(rows), place(rows), place(rows)];
    return [...inputs, ...outputs, rows, columns];
  },
  addToRows: (pick, place) => {
    const [rows, columns] = [pick(1, 12), pick(1, 60)];
    return [place(rows * columns, 'wild'), place(columns), place(rows * columns), rows, columns];
  },
  sumRows: (pick, place) => {
    const [rows, columns] = [pick(1, 40), pick(1, 60)];
    return [place(rows * columns), place(columns), rows, columns];
  },
  sumMoments: (pick, place) => {
    const [rows, columns] = [pick(1, 40), pick(1, 60)];
    return [place(rows * columns), place(2 * columns), rows, columns, pick(1, columns)];
  },
  randomWords: words,
  uniforms: words,
  normalsInside: (pick, place) => {
    const size = pick(1, 200);
    return [place(1026, 'table'), place(size, 'words'), place(size + 1), size];
  },
  drawBinary: (pick, place) => {
    const [rows, columns] = [pick(1, 12), pick(1, 60)];
    const inputs = [place(rows * columns), place(rows * columns, 'levels'), place(4 * columns)];
    return [...inputs, place(rows * columns), rows, columns];
  },
  drawNormal: (pick, place) => {
    const [rows, columns] = [pick(1, 12), pick(1, 60)];
    return [place(rows * columns), place(rows * columns), place(3 * columns), place(rows * columns), rows, columns];
  },
  scaleRows: (pick, place) => {
    const [rows, columns] = [pick(1, 12), pick(1, 60)];
    const content = pick(0, 1) === 1 ? 'sparse' : 'wild';
    return [
      place(rows * columns, content),
      place(columns),
      place(rows * columns),
      place(3),
      pick(-1, 1),
      rows,
      columns,
    ];
  },
  chanceRows: (pick, place, number) => {
    const [rows, columns] = [pick(1, 12), pick(1, 60)];
    const level = pick(0, 1) === 1 ? place(rows * columns, 'levels') : 0;
    const outputs = [place(rows * columns), level > 0 ? place(rows * columns) : 0, place(columns)];
    return [place(rows * columns), place(2 * columns), level, ...outputs, number(), rows, columns, pick(1, columns)];
  },
  sparseProduct: (pick, place) => {
    const { rows, columns, inner, a, base } = matrices(pick, place, 'sparse');
    const rooms = [place(2 * inner + 2, 'room'), place(columns, 'room')];
    return [a, base, place(inner * columns), place(rows * columns), ...rooms, rows, columns, inner];
  },
  sparseTransposedProduct: (pick, place) => {
    const { rows, columns, inner, a, base } = matrices(pick, place, 'sparse');
    const some = pick(1, inner);
    const rooms = [place(32 * rows, 'room'), place((rows + 1) * 16 * Math.ceil(columns / 16) + 15, 'room')];
    return [a, base, place(rows * columns), place(some * columns), ...rooms, rows, columns, inner, some];
  },
  binaryProduct: (pick, place) => {
    const { rows, columns, inner, a, base } = matrices(pick, place, 'binary');
    const groups = Math.ceil(inner / 4);
    const rooms = [place(groups * (rows + 1), 'room'), place(64 * groups, 'room'), place(256 * groups + 15, 'room')];
    const outputs = [place(columns * inner), place(rows * columns)];
    return [a, base, ...outputs, ...rooms, rows, columns, inner, pick(1, columns)];
  },
};
