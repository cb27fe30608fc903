// The browsers that pages are tried in.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { anyBrowser } from './any-browser.mjs';
import { begin } from './chromium.mjs';
import { folder } from './pages.mjs';

/** A screen that nobody sees, and WebGL in software. */
const unseen = (program, ...args) => ({
  program: 'xvfb-run',
  args: ['-a', program, ...args],
  env: { LIBGL_ALWAYS_SOFTWARE: '1', LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
});

/** Without pages of its own, and with WebGL where no graphics card is. */
const preferences = {
  'webgl.force-enabled': true,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false,
};

const newProfile = () => {
  mkdirSync(folder, { recursive: true });
  const profile = mkdtempSync(join(folder, 'firefox-'));
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  return profile;
};

const numberOf = (browser) => {
  const { program, args } = unseen(browser, '--version');
  const said = execFileSync(program, args, { encoding: 'utf8' });
  const [version] = /\d+(\.\d+)+/.exec(said) ?? [];
  if (version === undefined) throw new Error(`${browser} --version says ${JSON.stringify(said)}; expected a version`);
  return version;
};

/**
 * Each by its name on the command line: what it is called, its programs with the variables that name others and the packages of
 * Debian that have them, and how it is begun.
 */
export const engines = {
  chromium: {
    name: 'Chromium',
    program: process.env.CHROMIUM ?? '/usr/bin/chromium',
    debian: 'chromium',
    variable: 'CHROMIUM',
    begin,
  },
  firefox: {
    name: 'Firefox',
    program: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    debian: 'firefox-esr xvfb',
    variable: 'FIREFOX',
    begin: (program) =>
      anyBrowser(numberOf(program), (url) => unseen(program, '--no-remote', '--profile', newProfile(), url)),
  },
  webkit: {
    name: 'WebKitGTK',
    program: process.env.WEBKIT ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
    debian: 'webkit2gtk-driver xvfb',
    variable: 'WEBKIT',
    begin: (program) => anyBrowser(numberOf(program), (url) => unseen(program, url)),
  },
  any: { name: 'another browser', begin: () => anyBrowser('of unknown version') },
};

/**
 * The browser of that name.
 *
 * @param {string} name
 * @returns its entry in {@link engines}
 * @throws Error of one line where there is none or it is not installed
 */
export function engineOf(name) {
  const engine = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (engine === undefined) throw new Error(`there is no browser ${name}; expected ${Object.keys(engines).join(', ')}`);
  const { program, debian, variable } = engine;
  if (program !== undefined && !existsSync(program))
    throw new Error(
      `${program} is not there; install it (apt-get install ${debian}) or name another one as ${variable}`,
    );
  return engine;
}
