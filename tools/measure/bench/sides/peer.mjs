import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Starts the Python side, which answers one line of JSON to each line of JSON.
 *
 * @param {string} python - the interpreter of an environment with `peers/requirements.txt`
 * @returns {Promise<{ versions: Record<string, string>, ask: (request: object) => Promise<object>, stop: () => void }>}
 */
export async function startPeer(python) {
  const script = fileURLToPath(new URL('../peers/serve.py', import.meta.url));
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
  return { versions, ask, stop: () => child.kill() };
}
