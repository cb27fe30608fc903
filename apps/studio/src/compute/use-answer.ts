import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type * as comlink from 'comlink';
import { ask, generation } from './client.js';
import { messageOf } from './message-of.js';
import type { Studio } from './worker.js';

/** An answer of the worker to the latest question. */
export interface Answer<T> {
  /** The latest answer; of an earlier question while one is being answered. */
  readonly value: T | undefined;
  /** Why the latest question has none. */
  readonly error: string | undefined;
  /** Whether a question is being answered. */
  readonly isBusy: boolean;
}

/** Asks again whenever the question changes; while one is being answered, only the latest waits. */
export const useAnswer = <Q, T>(
  question: Q,
  put: (studio: comlink.Remote<Studio>, question: Q) => Promise<T>,
): Answer<T> => {
  const [answer, setAnswer] = useState<Answer<T>>({ value: undefined, error: undefined, isBusy: true });
  const key = JSON.stringify(question);
  const latest = useRef({ key: '', running: false, ended: false });
  const name = generation.value;
  useLayoutEffect(() => () => void (latest.current.ended = true), []);
  useLayoutEffect(() => {
    const now = latest.current;
    now.key = `${name} ${key}`;
    if (now.running) return;
    now.running = true;
    const run = async (): Promise<void> => {
      for (let answered = ''; answered !== now.key && !now.ended;) {
        answered = now.key;
        const asked = JSON.parse(answered.slice(answered.indexOf(' ') + 1)) as Q;
        try {
          const value = await ask((studio) => put(studio, asked));
          setAnswer({ value, error: undefined, isBusy: answered !== now.key });
        } catch (error) {
          setAnswer({ value: undefined, error: messageOf(error), isBusy: false });
        }
      }
      now.running = false;
    };
    void run();
  }, [key, name]);
  return answer;
};
