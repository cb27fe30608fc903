import { spawn } from 'node:child_process';

/** What opens an address in the browser; undefined where there is no screen to show it on. */
export const browserCommand = (
  url: string,
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly [program: string, ...args: string[]] | undefined => {
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', url] : undefined;
};

/** Opens an address in the browser, if there is one. */
export const openBrowser = (url: string, env: Readonly<Record<string, string | undefined>>): void => {
  const [program, ...args] = browserCommand(url, process.platform, env) ?? [];
  if (program === undefined) return;
  spawn(program, args, { stdio: 'ignore', detached: true, windowsHide: true })
    .on('error', () => undefined)
    .unref();
};
