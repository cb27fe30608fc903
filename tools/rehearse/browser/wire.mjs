// What a page that obeys (obey.mjs) asks of the server, and tells it.
import { readFileSync } from 'node:fs';
import { commands, reports } from './commands.mjs';

const scripts = Object.fromEntries(
  ['obey', 'commands'].map((name) => [`/-/${name}.mjs`, readFileSync(new URL(`${name}.mjs`, import.meta.url))]),
);

/** A question for a command is answered after so long with none, in ms: some browsers give up on a silent server. */
const PAUSE = 20_000;

const bodyOf = async (request) => {
  let text = '';
  for await (const part of request) text += part;
  return JSON.parse(text);
};

/** Commands on their way to the page, and reports on their way back; `answer` serves both. */
export function wire() {
  const waiting = [];
  const open = new Map();
  let [asking, last] = [undefined, 0];
  const watchers = { arrived: () => undefined, line: () => undefined, thrown: () => undefined };
  const hand = () => {
    if (asking === undefined || waiting.length === 0) return;
    asking(waiting.shift());
  };
  const settle = ({ id, value, error, ...other }) => {
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
        bodyOf(request)
          .then((report) => {
            response.writeHead(204).end();
            settle(report);
          })
          // A page that goes away may cut off its last words.
          .catch(() => response.destroy());
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
