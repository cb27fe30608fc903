import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors, type SafetensorsFile } from '@interp/files';
import { leftAfter } from '@interp/testing/refusal';
import { interp } from '../src/program.js';
import type { Output, Terminal } from '../src/shell/terminal/terminal.js';

/** What a run printed and returned. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A place that remembers what is written to it. */
export const memory = (more: Partial<Output> = {}): Output & { text: string } => ({
  text: '',
  write(text: string) {
    this.text += text;
  },
  ...more,
});

/** What differs from a plain run. */
export interface Around extends Partial<Pick<Terminal, 'env' | 'signal' | 'stdin'>> {
  readonly stdout?: Partial<Output>;
  readonly stderr?: Partial<Output>;
}

/** The last line of a run that failed: printable, and of at most 300 characters after the program's name. */
const lastLine = /(?:^|\n)interp: [^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,300}\n$/u;

/**
 * Runs the program in this process. This is the harness around every refusal of the command line: it fails where the last line of a run that
 * ends with anything but 0 is not one printable line of at most 300 characters, or where the run leaves tensors, scopes, open files, timers
 * or memory behind or takes long.
 */
export const run = async (args: readonly string[], around: Around = {}): Promise<Run> => {
  const [stdout, stderr] = [memory(around.stdout), memory(around.stderr)];
  const { env = {}, signal = new AbortController().signal, stdin } = around;
  const { result: code, left } = await leftAfter(() => interp(args, { stdout, stderr, stdin, env, signal }));
  const ended = { code, out: stdout.text, err: stderr.text };
  const isSilent = code === 130 && ended.err === '';
  if (code !== 0 && !isSilent && !lastLine.test(ended.err))
    throw new Error(`interp ${args.join(' ')} ends with ${code} and ${JSON.stringify(ended.err)}`);
  // Work that was done may take long, and memory.
  const leaked = code === 0 ? left.filter((line) => !/^\d+ MB$| seconds went by$/.test(line)) : left;
  if (leaked.length > 0) throw new Error(`interp ${args.join(' ')} leaves something behind: ${leaked.join('\n')}`);
  return ended;
};

/** Runs the program, which must end well, and parses what it prints. */
export const json = async <Result>(...args: readonly string[]): Promise<Result> => {
  const { code, out, err } = await run([...args, '--json', '--quiet']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Result;
};

/**
 * Runs a training and interrupts it, as Ctrl-C would, in its second epoch, and again into the same folder without `--resume`.
 *
 * @returns both runs
 */
export const interruptedTraining = async (train: readonly string[], out: string): Promise<readonly [Run, Run]> => {
  const stop = new AbortController();
  const stderr = {
    write: (text: string) => {
      if (text.startsWith('epoch 2')) stop.abort();
    },
  };
  const interrupted = await run([...train, '--out', out, '--json'], { signal: stop.signal, stderr });
  return [interrupted, await run([...train, '--out', out])];
};

/** The weights of a training's folder as its `model.json` names them. */
export const weightsOf = (out: string): Buffer => {
  const { weightsManifest } = JSON.parse(readFileSync(join(out, 'model.json'), 'utf8')) as {
    weightsManifest: [{ paths: [string] }];
  };
  return readFileSync(join(out, weightsManifest[0].paths[0]));
};

/** A committed LeNet of other people's training. */
export const model = (activation: 'sigmoid' | 'relu'): string => golden(`model-${activation}`);

/** A committed file of goldens. */
export const golden = (name: string): string =>
  fileURLToPath(new URL(`../../../packages/testing/fixtures/goldens/${name}.safetensors`, import.meta.url));

/** Reads a safetensors file. */
export const tensorsOf = (path: string): SafetensorsFile => readSafetensors(readFileSync(path));

/** A new folder, removed after all tests of the file. */
export const newFolder = (): {
  readonly path: string;
  readonly at: (name: string) => string;
  readonly files: () => string[];
} => {
  const path = mkdtempSync(join(tmpdir(), 'interp-cli-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return { path, at: (name) => join(path, name), files: () => readdirSync(path).sort() };
};
