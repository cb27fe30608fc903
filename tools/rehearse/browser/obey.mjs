// In a page of a browser that no driver drives: does what `npm run browser` asks, and tells it what is logged and thrown.
import { commands, reports } from './commands.mjs';

let reported = Promise.resolve();
/** One after the other, so that lines come in their order and before the answer. */
const tell = (message) => {
  const body = JSON.stringify({ page: location.href, ...message });
  reported = reported.then(() => fetch(reports, { method: 'POST', body })).catch(() => undefined);
};

for (const level of ['log', 'info', 'warn', 'error']) {
  const own = console[level].bind(console);
  console[level] = (...words) => {
    own(...words);
    tell({ line: words.map(String).join(' ') });
  };
}
const thrown = (error, text) => tell({ thrown: error?.stack ? `${error}\n${error.stack}` : String(error ?? text) });
addEventListener('error', ({ error, message }) => thrown(error, message));
addEventListener('unhandledrejection', ({ reason }) => thrown(reason));

const there = async (name) => {
  while (globalThis[name] === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  return globalThis[name];
};

const obey = async ({ id, global, name, args }) => {
  try {
    const value = global === undefined ? await (await there('tries'))[name](...args) : await there(global);
    tell({ id, value });
  } catch (error) {
    tell({ id, error: String(error) });
  }
};

(async () => {
  tell({ arrived: navigator.userAgent });
  for (;;) {
    const answer = await fetch(commands);
    if (answer.status === 204) continue;
    const command = await answer.json();
    if (command.goto !== undefined) {
      await reported;
      location.href = command.goto;
      return;
    }
    void obey(command);
  }
})();
