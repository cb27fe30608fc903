import { type Box, consumersOf } from './boxes.js';

/** A frame around boxes that stand for several like them, one after the other. */
export interface Frame {
  /** How often they occur. */
  readonly times: number;
  /** The frame that it is in; undefined where it is in none. */
  readonly within: number | undefined;
}

/** A box with all that it stands for, the first of them first. */
export interface FoldedBox {
  /** The boxes, alike. */
  readonly all: readonly Box[];
  /** The places of the boxes, in the same list, whose outputs the first takes. */
  readonly inputs: readonly number[];
  /** The innermost frame that it is in; undefined where it is in none. */
  readonly frame: number | undefined;
}

/** A network with its repetitions drawn once. */
export interface FoldedNetwork {
  /** What is drawn. */
  readonly boxes: readonly FoldedBox[];
  /** Its frames; those within others after them. */
  readonly frames: readonly Frame[];
}

/** The longest period of a repetition that is looked for. */
const longestPeriod = 250;

/** Boxes in a list that is being folded. */
interface Unit {
  readonly all: readonly Box[];
  readonly inputs: readonly number[];
  /** The frames that it is in, the outermost first. */
  readonly frames: readonly FrameBuilder[];
}

interface FrameBuilder {
  readonly times: number;
}

interface Found {
  readonly start: number;
  readonly period: number;
  readonly times: number;
}

const saved = ({ period, times }: Found): number => period * (times - 1);

/** How many boxes a run takes from outside, and how many of its own are taken from there: 2 of a block that begins and ends at one place. */
const bordersOf = (units: readonly Unit[], consumers: readonly (readonly number[])[], found: Found): number => {
  const { start, period, times } = found;
  const end = start + period * times;
  const taken = new Set<number>();
  let given = 0;
  for (let i = start; i < end; i++) {
    for (const input of units[i].inputs) if (input < start) taken.add(input);
    if (consumers[i].some((user) => user >= end)) given++;
  }
  return taken.size + given;
};

/** How many frames two boxes are both in. */
const shared = ({ frames }: Unit, other: Unit): number => {
  const different = frames.findIndex((frame, i) => frame !== other.frames[i]);
  return different < 0 ? frames.length : different;
};

/** How often the boxes from a place on occur one after the other, connected alike; 1 where they do not. */
const timesFrom = (units: readonly Unit[], furthest: readonly number[], { start, period, times }: Found): number => {
  const entries = new Map<number, number>();
  const isFramed = (place: number): boolean =>
    (place - start) % period === 0 ||
    shared(units[place], units[place - 1]) === shared(units[place - period], units[place - period - 1]);
  const isAlike = (place: number, repetition: number): boolean => {
    if (!isFramed(place)) return false;
    const [now, before] = [units[place].inputs, units[place - period].inputs];
    if (now.length !== before.length) return false;
    return now.every((input, k) => {
      const earlier = before[k];
      if (input === earlier) return input < start;
      if (input - earlier === period && earlier >= start) return true;
      // The first ones take from outside what later ones take from those before them.
      if (repetition > 1 || earlier >= start || input < start || input >= start + period) return false;
      if ((entries.get(input) ?? earlier) !== earlier) return false;
      entries.set(input, earlier);
      return true;
    });
  };
  let found = 1;
  for (; found < times; found++) {
    const from = start + found * period;
    let k = 0;
    while (k < period && isAlike(from + k, found)) k++;
    if (k < period) break;
  }
  // Only the last may be taken from outside.
  for (; found > 1; found--) {
    const end = start + found * period;
    let reached = -1;
    for (let i = start; i < end - period; i++) reached = Math.max(reached, furthest[i]);
    if (reached < end) break;
  }
  return found;
};

/** Whether a run of boxes begins and ends where frames do. */
const isWhole = (units: readonly Unit[], start: number, end: number): boolean => {
  const depth = (place: number): number =>
    place > 0 && place < units.length ? shared(units[place - 1], units[place]) : 0;
  // A frame that goes on over a border must hold the whole run.
  const held = Math.max(depth(start), depth(end));
  const outer = units[start].frames.slice(0, held);
  return (
    outer.length === held &&
    units.slice(start, end).every(({ frames }) => outer.every((frame, i) => frames[i] === frame))
  );
};

/** The repetition that saves most. */
const bestRepetition = (units: readonly Unit[], labels: readonly number[]): Found | undefined => {
  const consumers = consumersOf(units);
  const furthest = consumers.map((users) => users.reduce((most, user) => Math.max(most, user), -1));
  const runs: (Found & { readonly end: number })[] = [];
  for (let period = 1; period <= Math.min(longestPeriod, units.length / 2); period++) {
    let from = period;
    for (let i = period; i <= units.length; i++) {
      if (i < units.length && labels[i] === labels[i - period]) continue;
      const [start, end] = [from - period, i];
      const times = Math.floor((end - start) / period);
      if (times > 1) runs.push({ start, period, times, end });
      from = i + 1;
    }
  }
  runs.sort((a, b) => saved(b) - saved(a) || a.period - b.period || a.start - b.start);
  let best: (Found & { readonly worth: number }) | undefined;
  for (const { start: first, period, end } of runs) {
    for (let start = first; ; start++) {
      const possible = { start, period, times: Math.floor((end - start) / period) };
      if (possible.times < 2 || saved(possible) <= (best?.worth ?? 1)) break;
      const found = { ...possible, times: timesFrom(units, furthest, possible) };
      if (found.times < 2 || saved(found) <= (best?.worth ?? 1)) continue;
      if (!isWhole(units, start, start + period * found.times) || !isWhole(units, start, start + period)) continue;
      // Blocks that begin and end at one place are worth more than those cut elsewhere.
      const worth = saved(found) - (bordersOf(units, consumers, found) > 2 ? period / 2 : 0);
      if (worth > (best?.worth ?? 1)) best = { ...found, worth };
    }
  }
  return best;
};

/** The list with a repetition in it drawn once. */
const folded = (units: readonly Unit[], { start, period, times }: Found): readonly Unit[] => {
  const end = start + period * times;
  const frame: FrameBuilder = { times };
  const held = shared(units[start], units[end - 1]);
  const moved = (place: number): number => {
    if (place < start) return place;
    return place < end ? start + ((place - start) % period) : place - period * (times - 1);
  };
  return units.flatMap((unit, i): Unit[] => {
    const inputs = [...new Set(unit.inputs.map(moved))];
    if (i < start || i >= end) return [{ ...unit, inputs }];
    if (i >= start + period) return [];
    const all = Array.from({ length: times }, (_, k) => units[i + k * period].all).flat();
    const frames = [...unit.frames.slice(0, held), frame, ...unit.frames.slice(held)];
    return [{ all, inputs, frames }];
  });
};

/** Numbers that are equal where labels and the frames around are. */
const labelled = (units: readonly Unit[], labelOf: (box: Box) => string): number[] => {
  const numbers = new Map<string, number>();
  return units.map(({ all, frames }) => {
    const label = `${frames.map(({ times }) => times).join(' ')}|${labelOf(all[0])}`;
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    return numbers.get(label)!;
  });
};

/**
 * Finds repetitions among boxes and draws each once: boxes with the same labels in the same order, connected alike, each repetition to the one before it
 * or to the same boxes before all of them. What lies outside takes nothing but of the last. Repetitions within repetitions are found too.
 *
 * @param boxes - in an order in which each comes after those whose outputs it takes
 * @param levels - labels of boxes: those of one label may stand for each other. Later ones, less strict, are used where more than `wanted` boxes are left
 * @param wanted - how many boxes are few enough
 * @returns what is left, with frames
 */
export const foldRepeats = (
  boxes: readonly Box[],
  levels: readonly ((box: Box) => string)[],
  wanted: number,
): FoldedNetwork => {
  let units: readonly Unit[] = boxes.map((box) => ({ all: [box], inputs: box.inputs, frames: [] }));
  for (const labelOf of levels) {
    if (units.length <= wanted && labelOf !== levels[0]) break;
    for (;;) {
      const found = bestRepetition(units, labelled(units, labelOf));
      if (!found) break;
      units = folded(units, found);
    }
  }
  const frames = new Map<FrameBuilder, Frame & { readonly at: number }>();
  for (const unit of units)
    unit.frames.forEach((frame, depth) => {
      const within = depth > 0 ? frames.get(unit.frames[depth - 1])!.at : undefined;
      if (!frames.has(frame)) frames.set(frame, { times: frame.times, within, at: frames.size });
    });
  return {
    boxes: units.map((unit) => {
      const frame = unit.frames.at(-1);
      return { all: unit.all, inputs: unit.inputs, frame: frame && frames.get(frame)!.at };
    }),
    frames: [...frames.values()].map(({ times, within }) => ({ times, within })),
  };
};
