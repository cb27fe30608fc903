// A worker of loss.mjs and of others here, in a process of its own, to be killed: worker.mjs PLACE [REDIS], without one by files.
import { localEngine, workOnBatch } from '@interp/batch';
import { bullmqEngine } from '@interp/bullmq';

const [place, redis] = process.argv.slice(2);
const engine = redis ? bullmqEngine({ redis, lockSeconds: 5 }) : localEngine();
await workOnBatch(place, { engine, processes: 1, untilDone: true });
