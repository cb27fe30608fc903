import { effect } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type * as comlink from 'comlink';
import { ask, generation, waiting } from './client.js';
import { messageOf } from './message-of.js';
import type { Studio } from './worker.js';

/** An answer of the worker to the latest question. */
export interface Answer<Q, T> {
  /** The latest answer; of an earlier question while one is being answered. */
  readonly value: T | undefined;
  /** The question that it answers. */
  readonly asked: Q | undefined;
  /** Why the latest question has none. */
  readonly error: string | undefined;
  /** Whether a question is being answered. */
  readonly isBusy: boolean;
}

const pause = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/**
 * Asks again whenever the question changes; while one is being answered, only the latest waits. What shows the answer is drawn again
 * where there is one, not where the question changes.
 *
 * @param question - makes the question of what it reads; asked anew where a signal that it reads changes
 * @param put - puts it to the worker
 * @param rest - how long a question must stand before it is put, in ms: for what takes long, and is not wanted of every move of the pen
 */
export const useAnswer = <Q, T>(
  question: () => Q,
  put: (studio: comlink.Remote<Studio>, question: Q) => Promise<T>,
  rest = 0,
): Answer<Q, T> => {
  const [answer, setAnswer] = useState<Answer<Q, T>>({
    ...{ value: undefined, asked: undefined, error: undefined },
    isBusy: true,
  });
  const latest = useRef({ key: '', running: false, ended: false, put });
  // A question that waited for an earlier one is put with what the page has by then.
  latest.current.put = put;
  useLayoutEffect(() => () => void (latest.current.ended = true), []);
  // Without a list of what it depends on: a question may be of what this was drawn with, too.
  useLayoutEffect(() =>
    effect(() => {
      const now = latest.current;
      const key = `${generation.value} ${JSON.stringify(question()) ?? 'null'}`;
      if (key === now.key) return;
      now.key = key;
      if (now.running) return;
      now.running = true;
      const stand = async (): Promise<void> => {
        waiting.value++;
        for (let standing = ''; standing !== now.key && !now.ended; await pause(rest)) standing = now.key;
        waiting.value--;
      };
      const run = async (): Promise<void> => {
        for (let answered = ''; answered !== now.key && !now.ended;) {
          if (rest > 0) await stand();
          answered = now.key;
          const asked = JSON.parse(answered.slice(answered.indexOf(' ') + 1)) as Q;
          try {
            const value = await ask((studio) => now.put(studio, asked));
            setAnswer({ value, asked, error: undefined, isBusy: answered !== now.key });
          } catch (error) {
            // What became of a question that is asked anew already, of another backend for example, is not said.
            if (answered === now.key) setAnswer({ value: undefined, asked, error: messageOf(error), isBusy: false });
          }
        }
        now.running = false;
      };
      // What answering reads is no part of the question.
      queueMicrotask(() => void run());
    }),
  );
  return answer;
};
