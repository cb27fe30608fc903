// A worker of loss.mjs and of others here, in a process of its own, to be killed: worker.mjs PLACE [REDIS], without one by files. SIGTERM ends it in good order.
import { localEngine, workOnBatch } from '@interp/batch';
import { bullmqEngine } from '@interp/bullmq';

const [place, redis] = process.argv.slice(2);
const engine = redis ? bullmqEngine({ redis, lockSeconds: 5, waiting: 50 }) : localEngine();
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
await workOnBatch(place, { engine, processes: 1, untilDone: true, signal: stop.signal }).catch(({ message }) => {
  console.error(message);
  process.exit(1);
});
