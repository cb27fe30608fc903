export { bullmqEngine, bullmqEngineOptions, type BullmqEngineOptions } from './bullmq-engine.js';
