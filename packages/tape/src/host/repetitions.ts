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

/** What happened with one kind of an owner's work lately, such as that on batches of one shape. */
interface Lately<Places> {
  /** Runs of it. */
  runs: number;
  made?: Repeated<Places> | undefined;
}

/** What is known of an owner. */
interface Owner<Places> {
  /** Its work by key, that which was asked for last at the end. */
  readonly works: Map<string, Lately<Places>>;
  /** Whether its recordings are being played. */
  isBusy: boolean;
}

/** So many kinds of an owner's work are remembered: two sizes of batches may alternate, but not those of a batch that dwindles. */
const few = 3;

/**
 * Whether the run of so many with one key is recorded: the fourth, since a recording pays only if it is repeated. Where that
 * cannot be, the eighth and so on: variants of weights are made by the first gradient, which may come late.
 */
const isDue = (runs: number): boolean => runs > 3 && Number.isInteger(Math.log2(runs));

/** The most recordings that are kept, and the most bytes of all but the last. */
const [most, mostBytes] = [8, 2 ** 28];

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

/** Keeps one more, and frees those that were made long ago where there are too many. */
const keep = (owner: object, one: Any): void => {
  unreached.register(owner, one, one);
  kept.push(one);
  const held = (): number => kept.reduce((sum, { recording }) => sum + recording.bytes, 0);
  while (kept.length > most || (kept.length > 1 && held() > mostBytes)) forget(kept[0]);
};

/** Finds the recordings of a kind of work. */
export interface Repetitions<Places> {
  /**
   * The recording of an owner's work, once it was asked for several times lately with one key. Where something changed, it is recorded anew, after several times as before.
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
  /** Gives an owner's recordings up. */
  giveUp(owner: object): void;
}

/** Recordings of a kind of work; of all kinds together, a few are kept. */
export const repetitions = <Places>(): Repetitions<Places> => {
  const known = new WeakMap<object, Owner<Places>>();
  const stateOf = (owner: object): Owner<Places> => {
    let state = known.get(owner);
    if (!state) known.set(owner, (state = { works: new Map<string, Lately<Places>>(), isBusy: false }));
    return state;
  };
  const giveUp = (lately: Lately<Places>): void => {
    if (lately.made) forget(lately.made);
    Object.assign(lately, { made: undefined, runs: 0 });
  };
  /** One more run of an owner's work. */
  const oneMore = ({ works }: Owner<Places>, key: string): Lately<Places> => {
    const lately = works.get(key) ?? { runs: 0 };
    works.delete(key);
    works.set(key, lately);
    lately.runs++;
    for (const [old, forgotten] of works) {
      if (works.size <= few) break;
      giveUp(forgotten);
      works.delete(old);
    }
    return lately;
  };
  return {
    giveUp: (owner) => {
      for (const lately of known.get(owner)?.works.values() ?? []) giveUp(lately);
    },
    during: (owner, work) => {
      const state = stateOf(owner);
      state.isBusy = true;
      try {
        return work();
      } finally {
        state.isBusy = false;
      }
    },
    find: (owner, key, record) => {
      const by = recorder();
      const state = stateOf(owner);
      if (!by || state.isBusy) return undefined;
      const lately = oneMore(state, key);
      const { made } = lately;
      if (made) {
        if (by === made.recorder && made.recording.isPlayable() && made.isUnchanged()) return made;
        giveUp(lately);
      }
      if (!isDue(lately.runs)) return undefined;
      const found = (lately.made = record(by));
      if (found) keep(owner, found);
      return found;
    },
  };
};
