import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readSafetensors, writeSafetensors } from '@interp/core';

/** OpenMP's threads spin for a while after their work; ours must not be timed beside them. */
const settle = 400;

/**
 * Starts the Python side, which answers one line of JSON to each line of JSON.
 *
 * @param {string} python - the interpreter of an environment with `peers/requirements.txt`
 */
export async function startPeer(python) {
  const script = fileURLToPath(new URL('peers/serve.py', import.meta.url));
  const child = spawn(python, ['-u', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const failure = new Promise((_, reject) => child.on('error', reject));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await Promise.race([lines.next(), failure]);
    if (done) throw new Error('the Python side ended; its own words are above');
    return JSON.parse(value);
  };
  const ask = (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return read();
  };
  const { versions } = await read();
  let checked;
  return {
    versions,
    /** Hands a benchmark's tensors over. */
    async prepare({ module }, inputs, file) {
      writeFileSync(file, writeSafetensors(inputs));
      checked = file.replace('.safetensors', '-checked.safetensors');
      await ask({ do: 'prepare', module, inputs: file });
    },
    /** The result to compare. */
    async check() {
      await ask({ do: 'check', result: checked });
      return readSafetensors(readFileSync(checked)).tensors.get('result').data;
    },
    /** Mean milliseconds of one run. */
    async sample(repeats, threads) {
      const { milliseconds } = await ask({ do: 'sample', repeats, threads });
      await sleep(settle);
      return milliseconds;
    },
    stop: () => child.kill(),
  };
}
