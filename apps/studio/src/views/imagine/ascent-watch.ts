import type { StepRecord } from '@interp/am';
import type { AscentNews, Begun, Steering } from './forming.js';

/** Who watches an ascent, and may hold it. */
export interface AscentWatch {
  /** Ends the ascent when it is aborted. */
  readonly signal: AbortSignal;
  /** Told once what is imagined, and how the points of a step become the bytes of its images. */
  begin(begun: Begun, draw: (points: readonly Float32Array[]) => readonly Uint8Array[]): void;
  /** Told of the start and of each step; the ascent goes on when the promise is kept. */
  step(points: Float32Array, records: readonly StepRecord[]): Promise<void>;
  /** Told when there are no more steps. */
  end(): void;
}

/** The least time between two messages of steps, in ms: a page shows no more than one for a frame of its own. */
const apart = 16;

/** Hands steps to the page behind a port as they are done, and does what the page says there. */
export const watchBy = (port: MessagePort): AscentWatch => {
  const control = new AbortController();
  let every = 1;
  let count = 0;
  /** How many more steps it may do. */
  let allowed = Infinity;
  let wake = (): void => undefined;
  let sentAt = -Infinity;
  let points: Float32Array[] = [];
  let records: (readonly StepRecord[])[] = [];
  let draw: Parameters<AscentWatch['begin']>[1] = () => [];
  port.onmessage = ({ data }: MessageEvent<Steering>) => {
    if (data === 'stop') control.abort();
    allowed = { hold: 0, step: 1, go: Infinity, stop: Infinity }[data];
    wake();
  };
  const send = (news: AscentNews, bytes: ArrayBufferLike[] = []): void =>
    port.postMessage(news, bytes as ArrayBuffer[]);
  const flush = (): void => {
    if (records.length === 0) return;
    const frames = points.length === 0 ? [] : draw(points);
    send({ done: { records, frames } }, [...new Set(frames.map(({ buffer }) => buffer))]);
    [points, records, sentAt] = [[], [], performance.now()];
  };
  return {
    signal: control.signal,
    begin: (begun, drawing) => {
      [every, draw] = [begun.every, drawing];
      send({ begun });
    },
    step: async (at, record) => {
      if (count++ % every === 0) points.push(at);
      records.push(record);
      const mayGo = (): boolean => allowed > 0 || control.signal.aborted;
      if (!mayGo() || performance.now() - sentAt >= apart) flush();
      while (!mayGo()) await new Promise<void>((resolve) => (wake = resolve));
      allowed--;
    },
    end: flush,
  };
};
