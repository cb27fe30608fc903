// A worker in a process of its own, to be killed, or to be told to end by SIGTERM: worker.mjs PLACE REDIS
import { workOnBatch } from '@interp/batch';
import { bullmqEngine } from '@interp/bullmq';

const [place = '', redis = ''] = process.argv.slice(2);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
const engine = bullmqEngine({ redis, lockSeconds: 1 });
await workOnBatch(place, { engine, processes: 1, untilDone: true, signal: stop.signal });
