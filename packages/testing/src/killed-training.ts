import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How the process of a training ended. */
export interface Ended {
  /** The code that it returned; null where a signal ended it. */
  readonly code: number | null;
  /** The signal that ended it, or null. */
  readonly signal: string | null;
  /** The last step that it said. */
  readonly last: number;
}

/** A training that runs in processes of its own, one after another, and goes on from its checkpoint. */
export interface KilledTraining {
  /** Where the training keeps its checkpoint, in a folder that is removed after all tests of the file. */
  readonly checkpoint: string;
  /**
   * Runs the training, and kills it with SIGKILL as soon as it has said some step.
   *
   * @param step - the step; `Infinity` lets it go to its end
   */
  readonly runAndKill: (step: number) => Promise<Ended>;
}

/**
 * Prepares a training that tests kill.
 *
 * @param program - the address of a TypeScript program that trains, goes on from the checkpoint that its argument names, and prints the
 * number of each step on a line
 */
export const killedTraining = (program: URL): KilledTraining => {
  const folder = mkdtempSync(join(tmpdir(), 'interp-killed-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const checkpoint = join(folder, 'checkpoint.safetensors');
  const typescript = new URL('../../../tools/lib/typescript.mjs', import.meta.url).href;
  const args = ['--conditions=@interp/source', '--import', typescript, fileURLToPath(program), checkpoint];
  return {
    checkpoint,
    runAndKill: (step) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
        let said = '';
        const last = (): number => Number(said.trim().split('\n').at(-1));
        child.stdout.on('data', (bytes: Buffer) => {
          said += bytes.toString();
          if (last() >= step) child.kill('SIGKILL');
        });
        child.on('error', reject);
        child.on('close', (code, signal) => resolve({ code, signal, last: last() }));
      }),
  };
};
