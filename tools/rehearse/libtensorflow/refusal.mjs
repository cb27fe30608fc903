// Where this cannot work, said in one line before anything is downloaded.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const runs = (program, args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** The C++ compiler and the Python whose pip fetches the wheel. */
export const programs = { compiler: process.env.CXX ?? 'g++', python: process.env.PYTHON ?? 'python3' };

const hasNoAvx = () => {
  const flags = existsSync('/proc/cpuinfo')
    ? /^flags\s*:.*$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[0]
    : undefined;
  return flags !== undefined && !/\bavx\b/.test(flags);
};

/** Why libtensorflow cannot be provided on this machine; `undefined` where it can. */
export function refusal({ platform = process.platform, arch = process.arch, node = process.versions.node } = {}) {
  if (platform !== 'linux' || arch !== 'x64') return `this is ${platform} on ${arch}; expected linux on x64`;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  if (!report.header.glibcVersionRuntime) return 'this Node.js has no glibc; expected one that has';
  if (Number(node.split('.')[0]) > 22) return `this is Node.js ${node}; tfjs-node 4.22 runs on 22 at most`;
  if (hasNoAvx()) return 'this processor has no AVX, which TensorFlow needs';
  if (!runs(programs.compiler, ['--version']))
    return `there is no ${programs.compiler}; install g++, or name one by CXX`;
  if (!runs(programs.python, ['-m', 'pip', '--version'])) {
    return `${programs.python} has no pip; install Python with pip, or name one by PYTHON`;
  }
  return undefined;
}
