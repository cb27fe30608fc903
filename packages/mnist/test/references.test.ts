import { drawnDigits, imageSet, parseReference, resolveReference } from '../src/index.js';
import { refused } from '@interp/testing/refusal';

const test100 = drawnDigits({ seed: 1, count: 100 });
const mnist = { test: test100, train: drawnDigits({ seed: 2, count: 30 }) };

test.each([
  ['test/17', { split: 'test', ranges: [[17, 17]] }],
  ['train/0-99', { split: 'train', ranges: [[0, 99]] }],
  [
    'test/3,5,8-10',
    {
      split: 'test',
      ranges: [
        [3, 3],
        [5, 5],
        [8, 10],
      ],
    },
  ],
  ['test/class=5', { split: 'test', class: 5 }],
  ['test/class=5/3', { split: 'test', class: 5, ranges: [[3, 3]] }],
  ['train/class=0/0-9', { split: 'train', class: 0, ranges: [[0, 9]] }],
])('%s is read', (text, value) => {
  expect(parseReference(text)).toEqual(value);
});

test.each([
  '',
  'test',
  'test/',
  '/17',
  'mnist:test/17',
  'test/-1',
  'test/1-',
  'test/1.5',
  'test/ 1',
  'Test/1',
  'valid/1',
  'test/1,',
  'test/class',
  'test/class=',
  'test/class=five',
  'test/class=5/',
  'test/class=-1',
  'test/1/2',
  'test/1\n',
  'test/1e3',
  'test/9999999999',
  'test/0x10',
])('%j is no reference', async (text) => {
  expect(await refused(() => parseReference(text))).toMatchObject({
    code: 'bad-option',
    message: expect.stringContaining('is no reference to MNIST') as string,
  });
});

test('a range that goes down and a class that does not exist', async () => {
  expect((await refused(() => parseReference('test/9-3'))).message).toMatch(
    'test/9-3 has the range 9-3; expected the smaller number first',
  );
  expect(await refused(() => parseReference('test/class=12'))).toMatchObject({
    code: 'bad-class',
    message: 'test/class=12 asks for class 12; expected 0 to 9',
  });
});

test.each([
  ['test/17', [17]],
  ['train/3-6', [3, 4, 5, 6]],
  ['test/99,0-2,0', [99, 0, 1, 2, 0]],
  ['test/class=5', [5, 15, 25, 35, 45, 55, 65, 75, 85, 95]],
  ['test/class=5/3', [35]],
  ['test/class=5/0-1,9', [5, 15, 95]],
])('%s is resolved', (text, indices) => {
  expect([...resolveReference(mnist, text)]).toEqual(indices);
  expect([...resolveReference(mnist, parseReference(text))]).toEqual(indices);
});

test.each([
  ['test/100', 'test has no image 100; expected 0 to 99'],
  ['train/0-99', 'train has no image 99; expected 0 to 29'],
  ['test/0-999999999', 'test has no image 999999999; expected 0 to 99'],
  ['test/class=5/10', 'test has no image 10 of class 5; expected 0 to 9'],
])('%s is beyond the end', async (text, message) => {
  expect(await refused(() => resolveReference(mnist, text))).toMatchObject({ code: 'bad-option', message });
});

test('a part that is not there, a class that has no image', async () => {
  expect(await refused(() => resolveReference({ test: test100 }, 'train/1'))).toMatchObject({ code: 'not-found' });
  const onlyOnes = imageSet({ pixels: new Uint8Array(784), labels: Uint8Array.of(1) });
  expect((await refused(() => resolveReference({ test: onlyOnes }, 'test/class=5'))).message).toMatch(
    'test has no image of class 5',
  );
});
