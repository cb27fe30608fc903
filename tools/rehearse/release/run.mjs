import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { promisify } from 'node:util';

const ofNpm = /^(npm_.*|init_cwd|node_env|node_options)$/i;

/** This process' environment without what an `npm run` around it has set. */
export const plainEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofNpm.test(name)));

/**
 * An environment in which `node`, and with it npm, npx and every script, is the program at `binary`.
 *
 * @param {string} binary
 * @param {Record<string, string | undefined>} env
 * @returns {Record<string, string | undefined>}
 */
export const withNode = (binary, env) => ({ ...env, PATH: `${dirname(binary)}${delimiter}${env.PATH}` });

/** Runs a command and returns its standard output; a failure is thrown with all that it printed. */
export async function run(command, args, { cwd, env, minutes = 5 }) {
  const options = { cwd, env, maxBuffer: 64 * 2 ** 20, timeout: minutes * 60_000 };
  try {
    const { stdout } = await promisify(execFile)(command, args, options);
    return stdout;
  } catch (error) {
    const said = `${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || error.message;
    throw new Error(`${[command, ...args].join(' ').slice(0, 200)}: ${said}`);
  }
}
