// Preloaded by `node --import`: ends every thread but the first after some milliseconds.
import { isMainThread } from 'node:worker_threads';

if (!isMainThread) setTimeout(() => process.exit(7), Number(process.env.INTERP_DIE_AFTER)).unref();
