import { effect } from '@preact/signals';
import * as comlink from 'comlink';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ownAsked, ownKey } from '../../compute/models/own-asked.js';
import { useAnswer, type Answer } from '../../compute/use-answer.js';
import { input, network, settings } from '../../state/store.js';
import { ascentValues, beginsAtInput } from './ascent-values.js';
import { withSteps, type AscentNews, type Forming, type Steering } from './forming.js';
import type { Imagination, ImagineRequest } from './imagine.js';

/** An ascent as the page has it: what there is of it so far, and what came of it. */
export interface Ascent extends Pick<Answer<ImagineRequest, Imagination>, 'asked' | 'error'> {
  /** What came of it; undefined until it has ended. */
  readonly value: Imagination | undefined;
  /** What there is of it so far; undefined before the first step. */
  readonly forming: Forming | undefined;
  /** Whether it goes on, waits, or has ended. */
  readonly going: 'on' | 'held' | 'ended';
  /** Tells it what to do. */
  readonly steer: (steering: Exclude<Steering, 'stop'>) => void;
}

/** What the settings ask for. */
const ascentAsked = (): ImagineRequest => {
  const values = ascentValues(settings.imagine.value);
  const start = beginsAtInput(values) ? input.value : ({ kind: 'sample', digit: 0 } as const);
  return { input: start, network: network.value, values };
};

const question = () => ({ ...ascentAsked(), own: ownKey() });

let count = 0;

/** The gradient ascent that the settings ask for, in the worker; one that is no longer asked for is ended. */
export const useAscent = (): Ascent => {
  const port = useRef<MessagePort | undefined>(undefined);
  const frame = useRef(0);
  const latestAsked = useRef<ImagineRequest | undefined>(undefined);
  const [forming, setForming] = useState<Forming | undefined>(undefined);
  const [going, setGoing] = useState<Ascent['going']>('on');
  const { value, asked, error } = useAnswer(question, async (studio, given) => {
    const { port1, port2 } = new MessageChannel();
    [port.current, latestAsked.current] = [port1, given];
    const id = ++count;
    let latest: Forming | undefined;
    const show = (): void => {
      frame.current = 0;
      setForming(latest);
    };
    port1.onmessage = ({ data }: MessageEvent<AscentNews>) => {
      if ('begun' in data) latest = { ...data.begun, id, records: [], frames: [] };
      else if (latest) latest = withSteps(latest, data.done);
      // Drawn once for a frame of the page, however often steps arrive.
      if (latest && latest.records.length > 0) frame.current ||= requestAnimationFrame(show);
    };
    setGoing('on');
    try {
      return await studio.imagine(given, ownAsked(), comlink.transfer(port2, [port2]));
    } finally {
      if (port.current === port1) {
        port.current = undefined;
        setGoing('ended');
      }
    }
  });
  const tell = (steering: Steering): void => port.current?.postMessage(steering);
  useLayoutEffect(() => {
    let before = JSON.stringify(question());
    const forget = effect(() => {
      const now = JSON.stringify(question());
      if (now !== before) tell('stop');
      before = now;
    });
    return () => {
      forget();
      tell('stop');
      cancelAnimationFrame(frame.current);
    };
  }, []);
  return {
    ...{ asked, error, forming, going },
    value: going === 'ended' && asked === latestAsked.current ? value : undefined,
    steer: (steering) => {
      tell(steering);
      if (port.current) setGoing(steering === 'go' ? 'on' : 'held');
    },
  };
};
