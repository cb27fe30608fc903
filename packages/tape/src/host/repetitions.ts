import { recorder, type Recorder, type Recording } from './host.js';

/** Work that was recorded; nothing here may refer to its owner, which could then never be garbage-collected. */
export interface Repeated<Places> {
  /** What it does. */
  readonly recording: Recording;
  /** Who recorded it. */
  readonly recorder: Recorder;
  /** Whether what it was recorded of, such as weights, is as it was. */
  readonly isUnchanged: () => boolean;
  /** Where it has what it takes and makes. */
  readonly places: Places;
}

/** What happened with an owner lately. */
interface Lately<Places> {
  key: string;
  /** Runs with this key, one after the other. */
  runs: number;
  made?: Repeated<Places> | undefined;
  /** The key of what was made. */
  madeOf?: string;
  /** Whether its recording is being played. */
  isBusy: boolean;
}

/**
 * Whether the run of so many, one after the other with one key, is recorded: the fourth, since a recording pays only if it is repeated. Where that
 * cannot be, the eighth and so on: variants of weights are made by the first gradient, which may come late.
 */
const isDue = (runs: number): boolean => runs > 3 && Number.isInteger(Math.log2(runs));

/** The most recordings that are kept. */
const most = 4;

type Any = Repeated<unknown>;

/** The recordings that there are, the one recorded last at the end. */
const kept: Any[] = [];

/** Frees the recordings of owners that nobody can reach any more. */
const unreached = new FinalizationRegistry<Any>((one) => forget(one));

const forget = (one: Any): void => {
  const at = kept.indexOf(one);
  if (at < 0) return;
  kept.splice(at, 1);
  unreached.unregister(one);
  one.recording.dispose();
};

/** Finds the recordings of a kind of work. */
export interface Repetitions<Places> {
  /**
   * The recording of an owner's work, once it was asked for several times with one key. Where something changed, it is recorded anew, after several times as before.
   *
   * @param owner - what the work belongs to, such as the steps of a network
   * @param key - which work, such as the shape of a batch
   * @param record - records it
   * @returns the recording; undefined where there is none: too early, a backend that does not record, work that cannot be recorded
   */
  find(
    owner: object,
    key: string,
    record: (by: Recorder) => Repeated<Places> | undefined,
  ): Repeated<Places> | undefined;
  /** Does work during which the owner has no recording. */
  during<T>(owner: object, work: () => T): T;
  /** Gives an owner's recording up. */
  giveUp(owner: object): void;
}

/** Recordings of a kind of work; of all kinds together, four are kept. */
export const repetitions = <Places>(): Repetitions<Places> => {
  const known = new WeakMap<object, Lately<Places>>();
  const latelyOf = (owner: object): Lately<Places> => {
    let lately = known.get(owner);
    if (!lately) known.set(owner, (lately = { key: '', runs: 0, isBusy: false }));
    return lately;
  };
  const giveUp = (owner: object): void => {
    const lately = latelyOf(owner);
    if (lately.made) forget(lately.made);
    Object.assign(lately, { made: undefined, runs: 0 });
  };
  return {
    giveUp,
    during: (owner, work) => {
      const lately = latelyOf(owner);
      lately.isBusy = true;
      try {
        return work();
      } finally {
        lately.isBusy = false;
      }
    },
    find: (owner, key, record) => {
      const by = recorder();
      const lately = latelyOf(owner);
      if (!by || lately.isBusy) return undefined;
      const isSame = lately.key === key;
      lately.runs = isSame ? lately.runs + 1 : 1;
      lately.key = key;
      const { made } = lately;
      if (made && lately.madeOf === key) {
        if (by === made.recorder && made.recording.isPlayable() && made.isUnchanged()) return made;
        giveUp(owner);
      }
      if (!isDue(lately.runs)) return undefined;
      if (lately.made) forget(lately.made);
      const found = (lately.made = record(by));
      lately.madeOf = key;
      if (!found) return undefined;
      unreached.register(owner, found, found);
      kept.push(found);
      if (kept.length > most) forget(kept[0]);
      return found;
    },
  };
};
