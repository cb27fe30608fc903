import { exitAfter, said } from './shell/exit.js';
import { interruption } from './shell/terminal/interruption.js';
import { failureOf, streamExit } from './shell/terminal/streams.js';

const [outFailure] = [process.stdout, process.stderr].map(failureOf);

/** Says in one line what went wrong outside any command, and ends. */
const end = (error: unknown): void => {
  if (error instanceof Object && said.has(error)) return;
  process.stderr.write(`interp: ${exitAfter(error).line}\n`);
  process.exit(1);
};
process.on('uncaughtException', end);

const { signal, done } = interruption(process);
/** Runs the program. A function, as the bundle is a script, which waits for nothing at its top. */
const run = async (): Promise<void> => {
  try {
    // Loaded here, so that a program that cannot be loaded, for want of open files say, ends in one line too.
    const { interp } = await import('./program.js');
    const { stdout, stderr, env } = process;
    const exitCode = await interp(process.argv.slice(2), {
      stdout,
      stderr,
      env,
      signal,
      // Opened only where it is read.
      get stdin() {
        return process.stdin;
      },
    });
    process.exitCode = streamExit(exitCode, await outFailure(), stderr);
  } catch (error) {
    end(error);
  }
  done();
};
void run();
