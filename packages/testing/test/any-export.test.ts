import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBackend } from '@interp/backend';
import { isInterpError } from '@interp/checks';
import { classifier, networkOf } from '@interp/core';
import { explanationOf } from '@interp/lrp';
import { sampleDigits } from '@interp/mnist';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { root } from '../../../tools/lib/workspace.mjs';

/** Exports that are not called here, or that are called by functions of these packages alone, and why. */
const left: Readonly<Record<string, string>> = {
  'bullmq\\.': 'opens connections',
  'checks\\.': 'called by programs with names and tables that are written in them',
  'report\\.(atLeast|brief|decimal|duration|percent|percentage|probability|short|signed|superscript|textOf)': 'formats numbers that programs have computed', // prettier-ignore
  'thesis\\.textOf': 'the same of report',
  'core\\.gradientRule': 'a rule is called by backward, with layers',
  'lrp\\.(convolutions|denseLayers|first|last)': 'a match is called by a composite, with layers',
  'tape\\.withCorrectedGradients': 'called around work that programs have written; this package needs no other',
  'diagrams\\.boltzmannMachine': 'a figure of an RBM that a program has opened',
  'native\\.openNativeKernels': 'its argument is for tests',
  'mnist-node\\.fetchMnist': 'opens connections',
  'report-node\\.(programHash|serveFigures)': 'of the program that calls them',
  'thesis-node\\.nodeContexts': 'called by the report, with settings that were checked',
  '(am\\.prototypes|rbm\\.principalComponents|sevenseg\\.robustness)$': 'works for seconds on what it takes by itself',
};
const isLeft = new RegExp(`^(${Object.keys(left).join('|')})`);

/** Where functions that write find their paths, for a text may be one. */
const folder = mkdtempSync(join(tmpdir(), 'interp-any-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, 'x');

const wrong = (): readonly unknown[] => [
  undefined,
  null,
  3,
  NaN,
  path,
  '',
  true,
  {},
  [],
  [1, 2],
  [[1], ['x']],
  [null],
  [{}],
  () => 1,
  new Uint8Array(4),
  tf.zeros([2, 2]),
  tf.scalar(1),
];

/** Right values for parameters by their types, so that the parameters after them are reached. */
const rightValues = (): Readonly<Record<string, unknown>> => {
  const model = sequential({
    layers: [layers.conv2d({ filters: 1, kernelSize: 5, strides: 4, inputShape: [28, 28, 1] }), layers.flatten(), layers.dense({ units: 10 })], // prettier-ignore
  });
  const data = sampleDigits();
  return {
    Classifier: classifier(model),
    Network: networkOf(model),
    LayersModel: model,
    'LayersModel | Network': model,
    Tensor: data.images([1, 2]),
    LabelledImages: data,
    ImageSet: data,
    Explanation: explanationOf({ method: 'gradient' }),
    string: path,
    number: 3,
    'readonly number[]': [1, 2],
    'ArrayLike<number>': [1, 2],
  };
};

/** The parts of a list of parameters between commas that stand in no brackets. */
const parted = (text: string): readonly string[] => {
  const parts = [''];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if ('([{<'.includes(text[i])) depth++;
    if (')]}'.includes(text[i]) || (text[i] === '>' && text[i - 1] !== '=')) depth--;
    if (depth < 0) break;
    if (text[i] === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += text[i];
  }
  return parts.map((part) => part.trim()).filter(Boolean);
};

const reports = readdirSync(join(root, 'etc'))
  .filter((name) => !/internal|building/.test(name))
  .map((name) => name.replace('.api.md', ''));

/** The types of the parameters of the functions of an entry point, by its report. */
const typesIn = (report: string): ReadonlyMap<string, readonly string[]> => {
  const text = readFileSync(join(root, 'etc', `${report}.api.md`), 'utf8');
  const found = [...text.matchAll(/^export (?:const|function) (\w+)(?:: )?(?:<.*?>)?\(/gm)];
  return new Map(
    found.map(({ 0: whole, 1: name, index }) => [
      name,
      parted(text.slice(index + whole.length)).map((one) => one.replace(/^\w+\??: (tfl?\.)?/, '')),
    ]),
  );
};

/** Calls a function, or what a generator of it does first. */
const call = async (work: (...given: readonly unknown[]) => unknown, given: readonly unknown[]): Promise<void> => {
  const made = await work(...given);
  if (typeof (made as AsyncIterator<unknown> | undefined)?.next === 'function')
    await (made as AsyncIterator<unknown>).next();
};

beforeAll(() => startBackend('cpu'));

test.each(reports)(
  '%s: whatever is given in the place of an argument is taken, or refused with a code',
  async (report) => {
    const [name, entry] = report.split(/-(.*)/);
    const all = (await import(`@interp/${name}${entry ? `/${entry}` : ''}`)) as Readonly<Record<string, unknown>>;
    const [types, right, other] = [typesIn(report), rightValues(), wrong()];
    const failed: string[] = [];
    for (const [fn, work] of Object.entries(all)) {
      if (typeof work !== 'function' || isLeft.test(`${report}.${fn}`) || /^[A-Z]/.test(fn)) continue;
      const leading = (types.get(fn) ?? []).slice(0, -1).map((type) => right[type]);
      const known = leading.findIndex((one) => one === undefined);
      for (let k = 0; k <= (known < 0 ? leading.length : known); k++)
        for (const one of other) {
          const [ended] = await Promise.allSettled([call(work as () => unknown, [...leading.slice(0, k), one])]);
          if (ended.status === 'rejected' && !isInterpError(ended.reason))
            failed.push(`${fn}, argument ${k}: ${String(ended.reason).slice(0, 120)}`);
        }
    }
    expect([...new Set(failed)]).toEqual([]);
  },
);
