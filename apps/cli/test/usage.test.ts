import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { exitAfter } from '../src/shell/exit.js';
import { readInputs } from '../src/inputs/read-inputs.js';
import { failure } from '@interp/testing/refusal';
import { json, model, newFolder, run } from './run.js';

const folder = newFolder();
const file = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(folder.at(name), bytes);
  return folder.at(name);
};
const relu = model('relu');
const header = (text: string, length = BigInt(text.length)): Uint8Array => {
  const bytes = Buffer.alloc(8 + text.length);
  bytes.writeBigUInt64LE(length);
  bytes.write(text, 8);
  return bytes;
};

const expectRefusal = (
  { code, out, err }: Awaited<ReturnType<typeof run>>,
  expected: number,
  message: RegExp,
): void => {
  expect(err).toMatch(/^interp: [^\n]+\n$/);
  expect(err).toMatch(message);
  expect(code).toBe(expected);
  expect(out).toBe('');
};

describe('one line and the exit code', () => {
  const out = ['--out', folder.at('never.png')];
  const cases: [string, string[], number, RegExp][] = [
    ['an unknown command', ['explode'], 2, /unknown command 'explode'/],
    ['a misspelt command', ['classfy'], 2, /Did you mean classify\?/],
    [
      'an unknown option',
      ['classify', 'sample:1', '--modle', 'x'],
      2,
      /unknown option '--modle' \(Did you mean --model\?\)/,
    ],
    ['no input', ['classify'], 2, /missing required argument 'input'/],
    ['an option without its value', ['classify', 'sample:1', '--model'], 2, /argument missing/],
    [
      'other inputs of a model that has one',
      ['classify', 'sample:1', '--model', relu, '--inputs', folder.at('none.safetensors')],
      2,
      /--inputs is for a model of several inputs/,
    ],
    [
      'an unknown backend',
      ['classify', 'sample:1', '--backend', 'quantum'],
      2,
      /Allowed choices are auto, [^.;]*; see interp classify --help\n$/,
    ],
    ['a seed that is no number', ['prototype', '--seed', 'x'], 2, /--seed is "x"; expected a whole number/],
    ['an empty number', ['prototype', '--rate', ''], 2, /--rate is ""/],
    ['a rate of 0', ['prototype', '--rate', '0'], 2, /--rate is "0"; expected a number above 0/],
    ['no epochs', ['train', 'lenet', '--epochs', '-1'], 2, /--epochs is "-1"; expected a whole number of at least 1/],
    ['half an epoch', ['train', 'lenet', '--epochs', '0.5'], 2, /whole number/],
    ['an unknown network to train', ['train', 'resnet'], 2, /unknown command 'resnet'.*; see interp train --help/],
    ['a picture as the folder of a training', ['train', 'lenet', '--out', folder.at('x.png')], 2, /expected a folder/],
    ['momentum without sgd', ['train', 'lenet', '--out', folder.at('x'), '--momentum', '0.9'], 2, /--optimizer sgd/],
    ['patience without validation', ['train', 'lenet', '--out', folder.at('x'), '--patience', '2'], 2, /validation/],
    ['a class that there is not', ['prototype', '--model', relu, '--class', '12'], 2, /class 12 does not exist/],
    ['a class that is no number', ['prototype', '--model', relu, '--class', 'x'], 2, /expected a class/],
    ['an unknown objective', ['prototype', '--objective', 'x'], 2, /Allowed choices/],
    ['no such image', ['classify', folder.at('nothing.png'), '--model', relu], 1, /cannot be read/],
    ['text as image', ['classify', file('a.png', 'hello, I am no image'), '--model', relu], 1, /is no image/],
    [
      'an SVG as image',
      ['classify', file('b.png', '<svg xmlns="http://www.w3.org/2000/svg"/>'), '--model', relu],
      1,
      /is no image/,
    ],
    ['a folder with a file that is no picture', ['classify', folder.path, '--model', relu], 1, /a\.png" is no image/],
    ['a sample beyond the end', ['classify', 'sample:10', '--model', relu], 2, /expected sample:0 to sample:9/],
    ['no reference', ['classify', 'mnist:test', '--model', relu], 2, /no reference to MNIST/],
    [
      'MNIST that is not there',
      ['classify', 'mnist:test/0', '--model', relu, '--data', folder.path],
      1,
      /run interp data fetch/,
    ],
    ['an unknown model', ['classify', 'sample:1', '--model', 'alexnet'], 2, /--model is "alexnet"; expected lenet, /],
    [
      'no such weights',
      ['classify', 'sample:1', '--model', folder.at('none.safetensors')],
      1,
      /none\.safetensors" cannot be read; expected /,
    ],
    ['an image as model', ['classify', 'sample:1', '--model', file('m.png', 'x')], 2, /--model is/],
    ['no such model.json', ['classify', 'sample:1', '--model', folder.at('none.json')], 1, /cannot be read/],
    ['a broken model.json', ['classify', 'sample:1', '--model', file('bad.json', '{')], 1, /is no JSON/],
    [
      'a header beyond the file',
      ['classify', 'sample:1', '--model', file('h.safetensors', header('{}', 1n << 62n))],
      1,
      /h\.safetensors: [^\n]*header/,
    ],
    ['a header beyond the images', ['classify', folder.at('h.safetensors'), '--model', relu], 1, /h\.safetensors: /],
    ['empty weights', ['classify', 'sample:1', '--model', file('e.safetensors', header('{}'))], 1, /lack conv1/],
    [
      'no tensors as images',
      ['classify', folder.at('e.safetensors'), '--model', relu],
      1,
      /too few|no tensor "images"/,
    ],
    ['weights as images', ['classify', `${relu}#conv1.weight`, '--model', relu], 1, /the tensor has the shape/],
    ['a tensor that is not there', ['classify', `${relu}#nothing`, '--model', relu], 1, /no tensor "nothing"/],
    ['an --out of no use', ['classify', 'sample:1', '--out', folder.at('x.gif')], 2, /expected a \.png or \.svg/],
    [
      'an --out that cannot be written to',
      ['classify', 'sample:1', '--out', '/proc/nope/x.png'],
      1,
      /cannot be written to/,
    ],
    [
      'an --out inside a file',
      ['classify', 'sample:1', '--out', `${file('plain', 'x')}/y.png`],
      1,
      /cannot be written to/,
    ],
    [
      'an array of numpy for --save',
      ['classify', 'sample:1', '--save', folder.at('x.npz')],
      2,
      /ends in \.safetensors/,
    ],
    [
      'inverted and not inverted',
      ['classify', 'sample:1', '--model', relu, '--invert', '--no-invert'],
      2,
      /expected one of them/,
    ],
    ['a folder for --save', ['classify', 'sample:1', '--save', folder.path], 2, /expected a file/],
    ['an --out before bad input', ['classify', 'sample:10', '--model', relu, ...out], 2, /sample/],
    [
      'labels that are not there',
      ['evaluate', folder.at('unlabelled.safetensors'), '--model', relu],
      1,
      /cannot be read/,
    ],
  ];
  test.each(cases)('%s', async (_, args, code, message) => {
    const before = folder.files();
    expectRefusal(await run(args), code, message);
    expect(folder.files()).toEqual(before);
  });

  test('no command at all: help, then the line', async () => {
    for (const args of [[], ['data'], ['train']]) {
      const { code, out, err } = await run(args);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^Usage: interp.*\ninterp: no command was given[^\n]*\n$/s);
    }
  });

  test('a stack only when verbose', async () => {
    const { err } = await run(['classify', folder.at('nothing.png'), '--model', relu, '--verbose']);
    expect(err).toMatch(/\n\s+at /);
    expect(err).toContain('caused by: ');
    expect(err.trimEnd().split('\n').at(-1)).toMatch(/^interp: /);
  });
});

describe('help', () => {
  const commands = [
    [],
    ['data', 'fetch'],
    ['data', 'verify'],
    ['data', 'show'],
    ['train', 'lenet'],
    ['evaluate'],
    ['classify'],
    ['prototype'],
  ];
  test.each(commands.map((command) => [command]))('of %j has examples', async (command) => {
    const { code, out, err } = await run([...command, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/Examples?:\n\s+interp /);
  });

  test('the version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, out: '0.1.0\n', err: '' });
  });
});

describe('any words', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'classify',
      'data',
      'show',
      '--model',
      '--json',
      '--out',
      '--class',
      '--quiet',
      'sample:1',
      '--',
      '-1',
      '--seed=1',
    ),
    fc.string(),
  );
  test('are refused in one line or work', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (words) => {
        const { code, err } = await run([...words, '--no-such-option']);
        if (code === 0) return;
        expect([1, 2]).toContain(code);
        expect(err.trimEnd().split('\n').at(-1)).toMatch(/^interp: /);
        expect(err).not.toMatch(/\n\s+at /);
      }),
      { numRuns: 40 },
    );
  });

  const readingJob = {
    env: {},
    note: () => undefined,
    stdin: () => Promise.resolve(new Uint8Array()),
    drawn: (count: number) => count,
  };

  /** Reading inputs alone, without the program around it: what it throws is what the program says. */
  const refusal = async (input: string): Promise<string> => {
    const error = await failure(() =>
      readInputs([input], { inputShape: [28, 28, 1] }, { data: folder.path }, readingJob),
    );
    if (error === undefined) return '';
    const { exitCode, line } = exitAfter(error);
    expect([1, 2]).toContain(exitCode);
    expect(line).toMatch(/^[^\n]{1,300}$/);
    expect(line).not.toContain('unexpected');
    return line;
  };

  test('as input are refused in one line', async () => {
    const word = fc.string();
    const prefixed = (prefix: string, suffix = ''): fc.Arbitrary<string> =>
      word.map((text) => `${prefix}${text}${suffix}`);
    const input = fc.oneof(
      word,
      prefixed('mnist:'),
      prefixed('mnist:test/'),
      prefixed('sample:'),
      prefixed('', '.safetensors#x'),
    );
    await fc.assert(
      fc.asyncProperty(input, async (text) => {
        fc.pre(!/^sample:\d$/.test(text));
        expect(await refusal(text)).not.toBe('');
      }),
    );
  });

  test('as the bytes of a file are refused in one line', async () => {
    const magic = fc.constantFrom('89504e470d0a1a0a', 'ffd8ffe0', '52494646', '').map((hex) => Buffer.from(hex, 'hex'));
    await fc.assert(
      fc.asyncProperty(magic, fc.uint8Array(), fc.constantFrom('x.png', 'x.safetensors'), async (start, rest, name) => {
        expect(await refusal(file(name, Buffer.concat([start, rest])))).not.toBe('');
      }),
    );
  });
});

test('a good call works after all these', async () => {
  const [row] = await json<{ input: string; class: number }[]>('classify', 'sample:1', '--model', relu);
  expect(row).toMatchObject({ input: 'sample:1', class: 1 });
});
