import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../tools/lib/workspace.mjs';

const here = join(root, 'packages', 'testing', 'test');
const reportNames = readdirSync(join(root, 'etc')).filter((name) => !name.includes('internal'));
const reports = reportNames.map((name) => readFileSync(join(root, 'etc', name), 'utf8')).join('\n');

/** Public functions with a parameter of a type, but for generators of steps, which what drives them stands for. */
const functionsTaking = (type: string): readonly string[] => {
  const declared = [...reports.matchAll(/^export (?:const|function) (\w+)(?:: )?\((.*?)\)(?::| =>)/gm)];
  const taking = new RegExp(`\\w: ${type}(?:,|$|\\))`);
  return [...new Set(declared.filter(([, , given]) => taking.test(given)).map(([, name]) => name))]
    .filter((name) => !name.endsWith('Steps'))
    .sort();
};

/** Functions that a file of tests does not call, and why. */
const untried: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Classifier: {
    evaluateGan: 'its classifier is asked for features of images, by evaluate of hostile data',
    fitNovelty: 'trains on features; hostile data go through it',
    gradCam: 'needs the layers of a model, and refuses a classifier without any before it asks',
    lrp: 'needs the layers of a model',
    noveltyFromSafetensors: 'asks nothing: it compares shapes with those of a file',
    parameterRandomisation: 'needs the layers of a model',
    perturbed: 'is the steps of attack, which is tried',
    pretrainedNovelty: 'reads a file for it, as noveltyFromSafetensors',
    rejector: 'asks as energyScore does, which is tried',
    relevanceFlow: 'needs the layers of a model',
    robustness: 'asks through classifySegments, which is tried',
    supportedExplanations: 'says what the methods refuse, which are tried',
    withoutUnsupported: 'leaves out what supportedExplanations says',
  },
  LabelledImages: {
    baseRate: 'reads labels and pixels as evaluateRbm does, which is tried',
    batches: 'hands images on as they are',
    binarised: 'hands images on, when they are asked for',
    ofClass: 'chooses among labels',
    splitDataset: 'chooses among labels',
    subset: 'chooses among labels',
    visibleImages: 'hands images on, or binarised',
  },
};

test.each([
  ['Classifier', 'methods-that-ask.ts', 'attack'],
  ['LabelledImages', 'hostile-data.test.ts', 'train'],
])('every public function that takes a %s is in %s, or it is said why not', (type, file, known) => {
  const text = readFileSync(join(here, file), 'utf8');
  const taking = functionsTaking(type);
  expect(taking).toContain(known);
  const missing = taking.filter((name) => !new RegExp(`\\b${name}\\b(?!\\.)`).test(text.replace(/^import.*$/gm, '')));
  expect(missing).toEqual(Object.keys(untried[type]).filter((name) => taking.includes(name)));
  expect(Object.keys(untried[type]).filter((name) => !taking.includes(name))).toEqual([]);
});
