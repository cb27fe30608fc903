export { bullmqEngine, bullmqEngineOptions, type BullmqEngineOptions } from './bullmq-engine.js';
export { queueBoard, queueBoardOptions, type QueueBoardOptions } from './queue-board.js';
