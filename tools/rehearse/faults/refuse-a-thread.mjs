// node --import refuse-a-thread.mjs PROGRAM: the n-th thread that the program starts does not start, n being INTERP_REFUSE_THREAD.
import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';

const { Worker, isMainThread } = threads;
const at = Number(process.env.INTERP_REFUSE_THREAD);
let started = 0;
if (isMainThread) {
  threads.Worker = class extends Worker {
    /**
     * @param {string | URL} file
     * @param {threads.WorkerOptions} [options]
     */
    constructor(file, options) {
      if (++started === at)
        throw Object.assign(new Error('no thread starts: injected'), { code: 'ERR_WORKER_INIT_FAILED' });
      super(file, options);
    }
  };
  syncBuiltinESMExports();
}
