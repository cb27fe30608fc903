import { backgroundOptions, expertOptions, prototypeOptions } from '@interp/am';
import { r1Options, smoothingOptions } from '@interp/gan';
import {
  alphaBetaOptions,
  epsilonOptions,
  gammaOptions,
  integratedGradientsOptions,
  occlusionOptions,
  smoothGradOptions,
} from '@interp/lrp';
import { aisOptions, parallelTemperingOptions } from '@interp/rbm';
import { run } from './run.js';

/** The line of the help about a flag, unwrapped. */
const helpOf = async (command: string, flag: string): Promise<string> => {
  const { code, out } = await run([...command.split(' '), '--help'], { stdout: { columns: 1000 } });
  expect(code).toBe(0);
  return out.split('\n').find((line) => line.trim().startsWith(`${flag} `)) ?? '';
};

/** Defaults that the help tells and the packages decide. */
test.each<[command: string, flag: string, decided: unknown]>([
  ['explain', '--alpha', alphaBetaOptions.defaults.alpha],
  ['explain', '--epsilon', epsilonOptions.defaults.epsilon],
  ['explain', '--gamma', gammaOptions.defaults.gamma],
  ['explain', '--nodes', integratedGradientsOptions.defaults.nodes],
  ['explain', '--samples', smoothGradOptions.defaults.samples],
  ['explain', '--noise', smoothGradOptions.defaults.noise],
  ['explain', '--window', occlusionOptions.defaults.window],
  ['explain', '--stride', occlusionOptions.defaults.stride],
  ['prototype', '--lambda', prototypeOptions.defaults.lambda],
  ['prototype', '--tv', prototypeOptions.defaults.totalVariation],
  ['prototype', '--jitter', prototypeOptions.defaults.jitter],
  ['prototype', '--gamma', expertOptions.defaults.gamma],
  ['prototype', '--side', backgroundOptions.defaults.side],
  ['prototype', '--order', backgroundOptions.defaults.order],
  ['rbm evaluate', '--chains', aisOptions.defaults.chains],
  ['train rbm', '--temperatures', parallelTemperingOptions.defaults.temperatures],
  ['train gan', '--smoothing', smoothingOptions.defaults.smoothing],
  ['train gan', '--gamma', r1Options.defaults.gamma],
])('%s %s tells the default of the package', async (command, flag, decided) => {
  const shown = /\(default: ([^;,)]+)/.exec(await helpOf(command, flag))?.[1];
  expect(typeof decided === 'number' ? Number(shown) : shown).toBe(decided);
});

test.each(['explain', 'attack', 'prototype', 'batch submit explain', 'batch submit attack'])(
  'the help of %s has a default for each that it tells of',
  async (command) => {
    const { code, out } = await run([...command.split(' '), '--help'], { stdout: { columns: 1000 } });
    expect(code).toBe(0);
    expect(out).not.toMatch(/undefined|\{\w+\}/);
  },
);
