import { startBackend } from '@interp/backend';
import { classifier, type Classifier, type Density } from '@interp/core';
import {
  answersByClass,
  cellsByClass,
  atlas,
  atlasData,
  belowDensity,
  classifySegments,
  digitSegments,
  digitStates,
  digitTable,
  refusals,
  robustness,
  robustnessSteps,
  segmentImages,
  stateOf,
  thesisColumns,
  thesisDigitTable,
  type SegmentAnswer,
} from '@interp/sevenseg';
import * as tf from '@tensorflow/tfjs-core';
import { refusal } from '@interp/testing/refusal';

beforeAll(async () => {
  await startBackend('wasm');
});

const all = Array.from({ length: 128 }, (_, state) => state);
const shape = { inputShape: [28, 28, 1], classes: 10 };

let digits: Float32Array;
beforeAll(() => {
  digits = tf.tidy(() => segmentImages({ states: digitStates }).dataSync<'float32'>().slice());
});

/** Ten linear templates: the class of the digit whose image is nearest. */
const templates = (sharpness = 0.2): Classifier =>
  classifier(
    (x) =>
      tf.tidy(() => {
        const rows = tf.tensor2d(digits, [10, 784]);
        const cross = tf.matMul(tf.reshape(x, [-1, 784]), rows, false, true);
        const norms = tf.mul(tf.sum(tf.square(rows), 1), 0.5);
        return tf.mul(tf.sub(cross, norms), sharpness);
      }),
    shape,
  );

const constant = (): Classifier =>
  classifier((x) => tf.tile(tf.tensor2d([[0, 0, 0, 5, 0, 0, 0, 0, 0, 0]]), [x.shape[0], 1]), shape);

const answersOf = (net: Classifier): SegmentAnswer[] => {
  const images = segmentImages();
  const answers = classifySegments(net, images);
  images.dispose();
  return answers;
};

describe('answers', () => {
  it('are the softmax of the classifier, state by state', () => {
    const net = templates();
    const answers = answersOf(net);
    const expected = tf.tidy(() => tf.softmax(net.logits(segmentImages())).dataSync<'float32'>());
    expect(answers).toHaveLength(128);
    expect(answers.flatMap((answer) => answer.probabilities)).toEqual(Array.from(expected));
    answers.forEach((answer, state) => {
      expect(answer.state).toBe(state);
      expect(stateOf(answer.segments)).toBe(state);
      const [image] = tf.tidy(() => tf.softmax(net.logits(segmentImages({ states: [state] }))).arraySync());
      image.forEach((p, k) => expect(answer.probabilities[k]).toBeCloseTo(p, 5));
      expect(answer.probability).toBe(Math.max(...answer.probabilities));
      expect(answer.probabilities[answer.class]).toBe(answer.probability);
      expect(answer.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    });
  });

  it('stand in a map, each digit with its shortest path to another answer', () => {
    const answers = answersOf(templates());
    const { classes, map, marks, paths } = atlasData(answers);
    expect(classes).toEqual(atlas(answers).classes);
    expect(map.cells.flat().sort((one, other) => one - other)).toEqual(all);
    expect([map.rowTitles.length, map.columnTitles.length]).toEqual([8, 16]);
    expect(Object.keys(marks).map(Number)).toEqual([...digitStates].sort((one, other) => one - other));
    paths.forEach(({ images, steps, title }, digit) => {
      expect(title).toBe(`${digit} is read right`);
      expect(images[0]).toBe(digitStates[digit]);
      expect(classes[images.at(-1)!]).not.toBe(digit);
      const flips = images.slice(1).map((state, i) => Math.log2(state ^ images[i]));
      expect(flips.every(Number.isInteger)).toBe(true);
      expect(steps).toEqual(
        images.slice(1).map((state, i) => `${state > images[i] ? '+' : '−'} ${'abcdefg'[flips[i]]}`),
      );
    });
    const [stuck] = atlasData(answersOf(constant())).paths;
    expect(stuck).toEqual({ title: '0 is read as 3, and so is all else', images: [digitStates[0]], steps: [] });
  });

  it('stand in columns by class, the surest first', () => {
    const answers = answersOf(templates());
    const columns = answersByClass(answers, 4);
    expect(columns).toHaveLength(10);
    columns.forEach((column, wanted) => {
      const sorted = answers.filter((one) => one.class === wanted).map(({ probability }) => probability);
      sorted.sort((one, other) => other - one);
      expect(column.map(({ probability }) => probability)).toEqual(sorted.slice(0, 4));
    });
    expect(answersByClass(answersOf(constant())).map((column) => column.length)).toEqual([
      0, 0, 0, 3, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it('stand in the cells of a picture, row by row', () => {
    const answers = answersOf(templates());
    const byClass = answersByClass(answers);
    const { cells, columns, columnTitles } = cellsByClass(answers);
    expect([columns, columnTitles.join('')]).toEqual([10, '0123456789']);
    expect(cells).toHaveLength(30);
    cells.forEach((state, i) => expect(state).toBe(byClass[i % 10][Math.floor(i / 10)]?.state ?? null));
    expect(cellsByClass(answersOf(constant()), 2).cells.filter((state) => state !== null)).toHaveLength(2);
  });

  it('make the table of the digits, alone or among all', () => {
    const table = digitTable(answersOf(templates()));
    expect(table.map((row) => [row.digit, row.class, row.segments])).toEqual(
      digitSegments.map((segments, digit) => [digit, digit, segments]),
    );
    table.forEach((row) => expect(row.right).toBe(row.probability));
    const images = segmentImages({ states: digitStates });
    const alone = digitTable(classifySegments(templates(), images, digitStates));
    images.dispose();
    alone.forEach((row, digit) => expect(row.right).toBeCloseTo(table[digit].right, 5));
    expect(digitTable(answersOf(constant())).map((row) => row.class)).toEqual(Array(10).fill(3));
  });
});

describe('the atlas', () => {
  it('has the fewest flips to another answer, of the nearest the surest', () => {
    const answers = answersOf(templates());
    const { classes, counts, digits } = atlas(answers);
    expect(classes).toEqual(answers.map((answer) => answer.class));
    expect(counts.reduce((sum, count) => sum + count)).toBe(128);
    const flips = (one: number, other: number): number =>
      Array.from((one ^ other).toString(2)).filter((bit) => bit === '1').length;
    digits.forEach(({ digit, class: own, change, repair }) => {
      const others = all.filter((state) => classes[state] !== own);
      const least = Math.min(...others.map((state) => flips(state, digitStates[digit])));
      const nearest = others.filter((state) => flips(state, digitStates[digit]) === least);
      expect(change).toHaveLength(least + 1);
      expect(change?.at(-1)?.probability).toBe(Math.max(...nearest.map((state) => answers[state].probability)));
      expect(change?.slice(0, -1).every((stop) => stop.class === own)).toBe(true);
      expect(change?.slice(1).every((stop) => stop.flipped?.length === 1)).toBe(true);
      expect(repair).toEqual([
        { segments: digitSegments[digit], class: digit, probability: answers[digitStates[digit]].probability },
      ]);
    });
  });

  it('knows classifiers that never change their mind', () => {
    const { counts, digits } = atlas(answersOf(constant()));
    expect(counts[3]).toBe(128);
    expect(digits.every(({ change }) => change === undefined)).toBe(true);
    expect(digits.map(({ repair }) => repair?.length)).toEqual(
      digits.map(({ digit }) => (digit === 3 ? 1 : undefined)),
    );
  });
});

describe('robustness', () => {
  it('has a cell for every geometry, in order, with what the table says there', async () => {
    const options = {
      thicknesses: [2, 3],
      shifts: [
        [0, 0],
        [1, -1],
      ] as [number, number][],
      slants: [0, 0.2, -0.2],
    };
    const seen: number[] = [];
    const { cells, digits } = await robustness(templates(), { ...options, onStep: ({ step }) => void seen.push(step) });
    expect(seen).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(cells[4]).toMatchObject({ thickness: 2, shift: [1, -1], slant: 0.2 });
    const images = segmentImages({ states: digitStates, thickness: 2, shift: [1, -1], slant: 0.2 });
    expect(cells[4].table).toEqual(digitTable(classifySegments(templates(), images, digitStates)));
    images.dispose();
    expect(cells.map(({ correct, table }) => correct - table.filter((row) => row.class === row.digit).length)).toEqual(
      Array(12).fill(0),
    );
    digits.forEach(({ digit, correct, right, least, usual }) => {
      const rows = cells.map(({ table }) => table[digit]);
      expect(correct).toBeCloseTo(rows.filter((row) => row.class === digit).length / 12, 10);
      expect(right).toBeCloseTo(rows.reduce((sum, row) => sum + row.right, 0) / 12, 10);
      expect(least).toBe(Math.min(...rows.map((row) => row.right)));
      const often = (wanted: number): number => rows.filter((row) => row.class === wanted).length;
      expect(often(usual)).toBe(Math.max(...rows.map((row) => often(row.class))));
    });
  });

  it('goes over 225 geometries unless told, and stops when asked', async () => {
    const steps = robustnessSteps(constant());
    steps.next(false);
    const { value, done } = steps.next(true);
    expect(done).toBe(true);
    expect(value).toHaveProperty('cells.length', 1);
    const { cells, digits } = await robustness(constant(), {});
    expect(cells).toHaveLength(225);
    expect(digits.map(({ correct, usual }) => [correct, usual])).toEqual(
      digits.map(({ digit }) => [digit === 3 ? 1 : 0, 3]),
    );
  });

  it.each([
    ['no slants', { slants: [] }],
    ['a thickness of 0', { thicknesses: [2, 0] }],
    ['a shift out of the image', { shifts: [[0, 20]] as [number, number][] }],
  ])('%s is refused before anything is drawn', async (_, options) => {
    expect(await refusal(() => robustness(templates(), options))).toBe('bad-option');
  });
});

describe('refusals', () => {
  const ink: Density = {
    inputShape: [28, 28, 1],
    logDensity: (v) => tf.mean(v, [1, 2, 3]),
    gradLogDensity: (v) => tf.zerosLike(v),
  };

  it('are what the density finds too unlikely', async () => {
    const images = segmentImages();
    const means = tf.tidy(() => Array.from(tf.mean(images, [1, 2, 3]).dataSync()));
    const { refused, accepted, refusedDigits } = await refusals(images, belowDensity(ink, -0.85));
    images.dispose();
    expect(refused).toEqual(all.filter((state) => means[state] < -0.85));
    expect([...refused, ...accepted].sort((one, other) => one - other)).toEqual(all);
    expect(refusedDigits).toEqual([1]);
  });

  it('refuse what has no density', async () => {
    const images = segmentImages({ states: [0, 8] });
    const { refused } = await refusals(
      images,
      belowDensity({ ...ink, logDensity: () => tf.tensor1d([NaN, 0]) }, -1),
      [0, 8],
    );
    images.dispose();
    expect(refused).toEqual([0]);
  });
});

test('the thesis’ numbers are those of its page', () => {
  expect(thesisDigitTable.map((row) => [row.class, Math.round(1000 * row.right) / 10, 100 * row.probability])).toEqual([
    [0, 34, 34],
    [5, 0.2, 73],
    [8, 11, 81],
    [3, 90, 90],
    [4, 96, 96],
    [5, 95, 95],
    [5, 7, 53],
    [2, 23, 31],
    [8, 86, 86],
    [9, 71, 71],
  ]);
  expect(thesisColumns.flat()).toHaveLength(23);
});

test('no tensors are left', async () => {
  const net = templates();
  const images = segmentImages();
  const before = tf.memory().numTensors;
  atlas(classifySegments(net, images));
  await robustness(net, { thicknesses: [2], slants: [0] });
  await refusals(images, () => all.map(() => false));
  expect(tf.memory().numTensors).toBe(before);
  images.dispose();
});

describe('refuses', () => {
  const three = classifier((x) => tf.zeros([x.shape[0], 3]), { inputShape: [28, 28, 1], classes: 3 });
  const broken = classifier((x) => tf.fill([x.shape[0], 10], NaN), shape);
  const cases: [string, string, (images: tf.Tensor) => unknown][] = [
    ['images of another number', 'bad-shape', (images) => classifySegments(templates(), images, [1, 2])],
    ['images that do not fit', 'bad-shape', () => classifySegments(templates(), tf.zeros([128, 5, 5, 1]))],
    ['probabilities that are no numbers', 'not-finite', (images) => classifySegments(broken, images)],
    [
      'a table without the digits',
      'bad-shape',
      (images) => digitTable(classifySegments(templates(), images).slice(0, 9)),
    ],
    ['a table of three classes', 'bad-class', (images) => digitTable(classifySegments(three, images))],
    ['an atlas of ten states', 'bad-shape', (images) => atlas(classifySegments(templates(), images).slice(0, 10))],
    ['columns of none', 'bad-option', () => answersByClass([], 0)],
    ['verdicts of another number', 'bad-shape', (images) => refusals(images, () => [true])],
    ['states of another number', 'bad-shape', (images) => refusals(images, () => [], [1])],
    ['a threshold that is no number', 'bad-option', () => belowDensity({} as Density, NaN)],
  ];
  it.each(cases)('%s', async (_, code, act) => {
    const images = segmentImages();
    expect(await refusal(() => Promise.resolve(images).then(act))).toBe(code);
    images.dispose();
  });
});
