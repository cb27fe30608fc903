import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors, type SafetensorsFile } from '@interp/core';
import { interp } from '../src/program.js';
import type { Output, Terminal } from '../src/shell/terminal.js';

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

/** Runs the program in this process. */
export const run = async (args: readonly string[], around: Around = {}): Promise<Run> => {
  const [stdout, stderr] = [memory(around.stdout), memory(around.stderr)];
  const { env = {}, signal = new AbortController().signal, stdin } = around;
  const code = await interp(args, { stdout, stderr, stdin, env, signal });
  return { code, out: stdout.text, err: stderr.text };
};

/** Runs the program, which must end well, and parses what it prints. */
export const json = async <Result>(...args: readonly string[]): Promise<Result> => {
  const { code, out, err } = await run([...args, '--json', '--quiet']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as Result;
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
