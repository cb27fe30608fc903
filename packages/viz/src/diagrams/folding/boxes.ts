import type { LayerBox } from '../architecture.js';

/** A layer, or several that are one function written out. */
export interface Part {
  /** The layers, in order. */
  readonly layers: readonly LayerBox[];
  /** Of several layers: what they are together; empty where that is not known. */
  readonly as?: string;
}

/** Layers that are drawn as one box. */
export interface Box {
  /** What it does, in order. */
  readonly parts: readonly Part[];
  /** The places in the list of the boxes whose outputs they take, each once. */
  readonly inputs: readonly number[];
}

/** An order in which each comes after those that it takes, those before a first one, then those before a second, …; a circle is cut where it is found. */
const depthFirst = (inputs: readonly (readonly number[])[], firsts: readonly number[]): number[] => {
  const state = inputs.map((): 'new' | 'open' | 'done' => 'new');
  const sorted: number[] = [];
  for (const first of [...firsts, ...inputs.keys()])
    for (const path = [first]; path.length > 0;) {
      const one = path.at(-1)!;
      if (state[one] === 'new') {
        state[one] = 'open';
        for (const input of inputs[one].toReversed()) if (state[input] === 'new') path.push(input);
        continue;
      }
      path.pop();
      if (state[one] === 'open') sorted.push(one);
      state[one] = 'done';
    }
  return sorted;
};

/** The longest way from an input to each. */
const depthsOf = (inputs: readonly (readonly number[])[], sorted: readonly number[]): number[] => {
  const depths = inputs.map(() => 0);
  for (const one of sorted) for (const input of inputs[one]) depths[one] = Math.max(depths[one], depths[input] + 1);
  return depths;
};

/**
 * Puts boxes in an order in which each comes after those whose outputs it takes, and numbers them. Where layers go in circles, as no network's do,
 * a connection that closes one is left out.
 *
 * @param boxes - the boxes, whose inputs are places in this list
 * @param by - branch after branch, or the branches side by side
 * @returns the boxes with inputs by their new places
 */
export const ordered = (boxes: readonly Box[], by: 'branch' | 'depth'): readonly Box[] => {
  const given = boxes.map(({ inputs }) => inputs);
  const users = consumersOf(boxes).map(({ length }) => length);
  const ends = [...boxes.keys()].filter((one) => users[one] === 0);
  const first = depthFirst(given, ends);
  const at: number[] = [];
  first.forEach((one, i) => (at[one] = i));
  const inputs = given.map((own, one) => own.filter((input) => at[input] < at[one]));
  const depths = depthsOf(inputs, first);
  const byDepth = first.toSorted((a, b) => depths[a] - depths[b]);
  // What several take comes early, so that what is before it stays together.
  const sorted = by === 'depth' ? byDepth : depthFirst(inputs, [...byDepth.filter((one) => users[one] > 1), ...ends]);
  const place: number[] = [];
  sorted.forEach((one, i) => (place[one] = i));
  return sorted.map((one) => ({ ...boxes[one], inputs: inputs[one].map((input) => place[input]) }));
};

/** The boxes that take the output of each. */
export const consumersOf = (boxes: readonly { readonly inputs: readonly number[] }[]): number[][] => {
  const consumers = boxes.map((): number[] => []);
  boxes.forEach(({ inputs }, i) => {
    for (const input of inputs) consumers[input].push(i);
  });
  return consumers;
};

/** Concatenations that begin as another does take that one's output, as the values are the same. */
const chained = (layers: readonly LayerBox[]): readonly LayerBox[] => {
  const known = new Map<string, string>();
  const keyOf = ({ kind, shape }: LayerBox, inputs: readonly string[]): string =>
    JSON.stringify([kind, shape.slice(0, -1), inputs]);
  return layers.map((layer) => {
    const { inputs } = layer;
    if (!/^Concat/.test(layer.kind) || inputs.length < 2 || inputs.length > 200) return layer;
    if (!known.has(keyOf(layer, inputs))) known.set(keyOf(layer, inputs), layer.name);
    for (let length = inputs.length - 1; length > 1; length--) {
      const same = known.get(keyOf(layer, inputs.slice(0, length)));
      if (same !== undefined) return { ...layer, inputs: [same, ...inputs.slice(length)] };
    }
    return layer;
  });
};

/**
 * A box for each layer.
 *
 * @param layers - with unique names, whose inputs are names among them
 * @returns the boxes, in an order in which each comes after those whose outputs it takes
 */
export const boxesOf = (layers: readonly LayerBox[]): readonly Box[] => {
  const place = new Map(layers.map(({ name }, i) => [name, i]));
  const boxes = chained(layers).map((layer): Box => {
    const inputs = [...new Set(layer.inputs)].map((name) => place.get(name)!);
    return { parts: [{ layers: [layer] }], inputs };
  });
  return ordered(boxes, 'branch');
};
