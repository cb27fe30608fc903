// Submits a job in a process of its own, to be killed: submitter.mjs PLACE REDIS JOB, as JSON.
import { resumeBatch, submitBatch } from '@interp/batch';
import { bullmqEngine } from '@interp/bullmq';

const [place, redis, job] = process.argv.slice(2);
await submitBatch(JSON.parse(job), place);
await resumeBatch(place, { engine: bullmqEngine({ redis, waiting: 50 }) });
