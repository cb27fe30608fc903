import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Starts a script of this folder as a process of its own that answers messages, as `serveParent` does.
 *
 * @param {string} script - its file name
 * @param {object} options - handed to it as JSON
 * @returns {Promise<{ ask: (request: object) => Promise<object>, stop: () => void }>} once it is ready
 */
export async function startChild(script, options) {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), [JSON.stringify(options)]);
  const waiting = [];
  child.on('message', (/** @type {{ answer?: object, error?: string }} */ { answer, error }) => {
    const { resolve, reject } = waiting.shift();
    if (error === undefined) resolve(answer);
    else reject(new Error(error));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.splice(0))
      reject(new Error(`${script} ended with ${code}; its own words are above`));
  });
  const answered = () => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  await answered();
  return {
    ask: (request) => {
      const answer = answered();
      child.send(request);
      return answer;
    },
    stop: () => child.disconnect(),
  };
}
