// Browsers that no driver drives: they are told an address, and its page asks for what to do (obey.mjs).
import { spawn } from 'node:child_process';
import { wire } from './wire.mjs';

/** A browser may take so long to come, and a page to answer, in ms. */
const PATIENCE = { arrive: 120_000, answer: 600_000 };

const within = (promise, ms, what) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Begins a program with all that it begins itself; returns what ends them, which the end of this process does as well. */
const started = (/** @type {{ program: string, args: string[], env?: object }} */ { program, args, env }) => {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore', detached: true });
  child.on('error', ({ message }) => console.error(message));
  const end = () => {
    try {
      process.kill(-child.pid);
    } catch {
      // it has ended
    }
  };
  process.once('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  return end;
};

/**
 * Such a browser: begun by the first page that it opens, or by a person where there is no `command` for it.
 *
 * @param {string} version
 * @param {(url: string) => { program: string, args: string[], env?: object }} [command] - what begins it
 * @returns the browser: `version`, `open`, `close`, and `answer` and `prelude` for the server of its pages
 */
export function anyBrowser(version, command) {
  const { watchers, send, ask, answer } = wire();
  let end;
  const go = (url) => {
    if (end !== undefined) send({ goto: url });
    else if (command !== undefined) end = started(command(url));
    else {
      console.log(`open ${url} in the browser that is to be tried`);
      end = () => undefined;
    }
  };
  return {
    version,
    answer,
    prelude: '<script type="module" src="/-/obey.mjs"></script>',
    async open(url, { onLine, onError }) {
      /** What the page before still says is not of this one. */
      const here = (take) => (what, page) => page === url && take(what);
      const arrived = new Promise((resolve) => (watchers.arrived = here(resolve)));
      watchers.line = here(onLine);
      const threw = new Promise((resolve) => {
        watchers.thrown = here((stack) => {
          onError(stack);
          resolve();
        });
      });
      go(url);
      await within(arrived, PATIENCE.arrive, `opening ${url}`);
      return {
        call: (name, ...args) => within(ask({ name, args }), PATIENCE.answer, name),
        global: (name) => within(Promise.race([ask({ global: name }), threw]), PATIENCE.answer, name),
        close: async () => undefined,
      };
    },
    close: async () => end?.(),
  };
}
