import type { Classifier, Decoder } from '@interp/core';
import type { Rbm } from '@interp/rbm';
import type { ContextSettings, FigureContext, NetworkName, OpenContext } from '@interp/thesis';
import { withNovelty } from '../models/novelty.js';
import { Interrupted } from '../shell/failure.js';
import { openDrawn } from '../inputs/drawn.js';
import { openMnist } from '../inputs/open-mnist.js';
import { withClassifier } from '../models/classifier.js';
import { withRbm } from '../models/rbm.js';
import type { Outcome } from '../shell/result.js';
import { withDecoder } from '../models/decoder.js';
import { program } from '../program.js';
import type { Terminal } from '../shell/terminal.js';
import { held, type Held } from './held.js';

/** Commands that ask a classifier, which is the LeNet unless they are told. */
const asking: readonly (string | undefined)[] = ['classify', 'evaluate', 'prototype', 'explain', 'attack', 'sevenseg'];

const silent = { write: (): void => undefined };

/**
 * Opens what figures are drawn with. Networks are loaded when a figure first asks for them.
 *
 * @param settings - seed, backend, digits, networks
 * @param around - environment variables, the signal that ends the work, and who is told how far it is
 * @returns the context, and the way to close it
 */
export const openContext = (
  settings: ContextSettings,
  around: Pick<Terminal, 'env' | 'signal'> & { readonly progress?: (part: number) => void },
): OpenContext => {
  const { mode, seed, source, backend, data, networks } = settings;
  const { signal, progress = () => undefined } = around;
  const env = { ...around.env, ...(data !== undefined && { INTERP_DATA: data }) };
  const open = new Map<string, Promise<Held<unknown>>>();
  const keep = async <Thing>(key: string, make: () => Promise<Held<Thing>>): Promise<Thing> => {
    const kept = (open.get(key) as Promise<Held<Thing>> | undefined) ?? make();
    open.set(key, kept);
    return (await kept).thing;
  };
  const used = new Set<NetworkName>();
  const spec = (name: NetworkName): string => {
    used.add(name);
    return networks[name] ?? name;
  };
  const withOwn = (args: readonly string[]): readonly string[] => [
    ...args,
    ...(args.includes('--seed') ? [] : ['--seed', String(seed)]),
    ...(asking.includes(args[0]) && !args.includes('--model') ? ['--model', spec('lenet')] : []),
    '--backend',
    backend,
    '--workers',
    '1',
  ];
  const start = async (): Promise<void> => {
    const { startBackend } = await import('@interp/backend');
    await startBackend(backend as 'auto');
  };

  const context: FigureContext = {
    mode,
    seed,
    source,
    signal,
    progress,
    spec,
    outcome: async (args) => {
      let taken: Outcome | undefined;
      const terminal = { stdout: silent, stderr: silent, env, signal, take: (outcome: Outcome) => (taken = outcome) };
      await program(terminal).parseAsync(withOwn(args), { from: 'user' });
      if (signal.aborted || !taken) throw new Interrupted('interrupted before the figure was drawn');
      return taken;
    },
    classifier: (name = 'lenet') => {
      const path = spec(name);
      return keep(`classifier ${name}`, () => held<Classifier>((work) => withClassifier(path, work)));
    },
    novelty: async (images) => withNovelty(spec('lenet'), await context.classifier(), (novelty) => novelty(images)),
    rbm: (name = 'rbm-8') => {
      const path = spec(name);
      return keep(`rbm ${name}`, () => held<Rbm>((work) => withRbm(path, work)));
    },
    decoder: () => {
      const path = spec('generator');
      return keep('decoder', () => held<Decoder>((work) => withDecoder(path, work)));
    },
    digits: async (split = 'test') => ({
      images: source === 'drawn' ? openDrawn(split) : await openMnist(split, { options: {}, env }),
      source,
    }),
  };
  const close = async (): Promise<void> => {
    const all = await Promise.allSettled(open.values());
    open.clear();
    for (const one of all) if (one.status === 'fulfilled') await one.value.release();
  };
  return { context, used, start, close };
};
