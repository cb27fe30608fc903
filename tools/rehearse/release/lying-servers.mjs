import { join } from 'node:path';
import { root } from '../../lib/workspace.mjs';
import { run } from './run.mjs';

/**
 * Runs the tests of mirrors that lie, drip, redirect and break off with a version of Node.js, whose client of HTTP they try.
 *
 * @param {import('./runtimes.mjs').Runtime} runtime - a version of Node.js
 * @param {Record<string, string | undefined>} env
 */
export const tryLyingServers = ({ command, environment }, env) => {
  const [binary] = command;
  const args = [
    join(root, 'tools', 'jest.mjs'),
    'packages/mnist/test/fetch',
    'packages/pretrained/test/pretrained',
    '--silent',
    '-w',
    '1',
    '--ci',
  ];
  return run(binary, args, { cwd: root, env: environment(env), minutes: 10 });
};
