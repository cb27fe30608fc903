// A worker in a process of its own, to be killed: worker.mjs PLACE REDIS
import { workOnBatch } from '@interp/batch';
import { bullmqEngine } from '@interp/bullmq';

const [place = '', redis = ''] = process.argv.slice(2);
await workOnBatch(place, { engine: bullmqEngine({ redis, lockSeconds: 1 }), processes: 1, untilDone: true });
