// Browsers that no driver drives: they are told an address, and its page asks for what to do (obey.mjs).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { commands, reports } from './commands.mjs';

const scripts = Object.fromEntries(
  ['obey', 'commands'].map((name) => [`/-/${name}.mjs`, readFileSync(new URL(`${name}.mjs`, import.meta.url))]),
);

/** A browser may take so long to come, and a page to answer, in ms. */
const PATIENCE = { arrive: 120_000, answer: 600_000 };

/** A question for a command is answered after so long with none, in ms: some browsers give up on a silent server. */
const PAUSE = 20_000;

const bodyOf = async (request) => {
  let text = '';
  for await (const part of request) text += part;
  return JSON.parse(text);
};

const within = (promise, ms, what) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Commands on their way to the page, and reports on their way back; `answer` serves both. */
function wire() {
  const waiting = [];
  const open = new Map();
  let [asking, last] = [undefined, 0];
  const watchers = { arrived: () => undefined, line: () => undefined, thrown: () => undefined };
  const hand = () => {
    if (asking === undefined || waiting.length === 0) return;
    asking(waiting.shift());
  };
  const told = ({ id, value, error, ...other }) => {
    if (id === undefined) {
      for (const [kind, what] of Object.entries(other)) watchers[kind]?.(what, other.page);
      return;
    }
    const { resolve, reject } = open.get(id) ?? {};
    open.delete(id);
    if (error === undefined) resolve?.(value);
    else reject?.(new Error(error));
  };
  const send = (command) => {
    waiting.push(command);
    hand();
  };
  return {
    watchers,
    send,
    ask(command) {
      const id = ++last;
      const answered = new Promise((resolve, reject) => open.set(id, { resolve, reject }));
      send({ id, ...command });
      return answered;
    },
    answer(request, response) {
      if (request.url === reports) {
        void bodyOf(request).then((report) => {
          response.writeHead(204).end();
          told(report);
        });
        return true;
      }
      const script = scripts[request.url];
      if (script !== undefined) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
      if (request.url !== commands) return script !== undefined;
      const timer = setTimeout(() => end(), PAUSE);
      const end = (command) => {
        clearTimeout(timer);
        if (asking === end) asking = undefined;
        const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
        if (command === undefined) response.writeHead(204, headers).end();
        else response.writeHead(200, headers).end(JSON.stringify(command));
      };
      asking = end;
      response.on('close', () => {
        clearTimeout(timer);
        if (asking === end) asking = undefined;
      });
      hand();
      return true;
    },
  };
}

const started = ({ program, args, env }) => {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore', detached: true });
  return () => {
    try {
      process.kill(-child.pid);
    } catch {
      // it has ended
    }
  };
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
      const arrived = new Promise((resolve) => {
        watchers.arrived = (agent, page) => page === url && resolve(agent);
      });
      let fail;
      const threw = new Promise((resolve) => (fail = resolve));
      watchers.line = onLine;
      watchers.thrown = (stack) => {
        onError(stack);
        fail();
      };
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
