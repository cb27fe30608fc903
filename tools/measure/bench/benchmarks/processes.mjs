import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../../lib/workspace.mjs';

const program = join(root, 'apps', 'cli', 'bin', 'interp.js');

/** The program in one piece, as it is published; one that is older than what was compiled since is not used. */
const bundle = () => execFileSync(process.execPath, [join(root, 'apps', 'cli', 'bundle.mjs')], { stdio: 'ignore' });
let isBundled = false;

/** A whole process of the command line, from its start to its end. */
const benchmark = (name, args, under) => ({
  name: `process-${name}`,
  title: `\`interp ${args.join(' ')}\`, the whole process`,
  repeats: 3,
  tolerance: 0,
  alone: true,
  limits: [{ under }],
  prepare() {
    if (!isBundled) bundle();
    isBundled = true;
    const run = async () => {
      const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
      const parts = [];
      child.stdout.on('data', (part) => parts.push(part));
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(`interp ${args.join(' ')} ended with ${code}`);
      return Buffer.concat(parts);
    };
    return { inputs: [], check: run, run, dispose: () => undefined };
  },
});

export default [benchmark('help', ['--help'], 200), benchmark('classify', ['classify', 'sample:5'], 250)];
