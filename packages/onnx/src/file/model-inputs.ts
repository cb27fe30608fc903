import { InterpError, shownName, shownNames } from '@interp/checks';
import type { GraphInput } from '@interp/graph';
import { dtypeOf, elementTypeName } from './element-types.js';
import type { GraphProto, TypeProto, ValueInfoProto } from './messages.js';

/** Sizes that a model leaves open. */
export interface OpenSizes {
  /** Sizes by the name that the model has for them, `height` for example. */
  readonly axes: Readonly<Record<string, number>>;
  /** Shapes of inputs by name, with null for a size that stays open. */
  readonly shapes: Readonly<Record<string, readonly (number | null)[]>>;
  /** Width and height of pictures; of sequences, the first is the length. */
  readonly size?: readonly [width: number, height: number] | undefined;
}

/** A size of an input: a number, or the name that the model has for it, empty where it has none. */
type Size = number | string;

/** What a value is that is no tensor. */
const kindOf = (type: TypeProto | undefined): string => {
  const kinds = ['sequence', 'map', 'optional', 'sparseTensor'] as const;
  const kind = kinds.find((one) => type?.[`${one}Type`] !== undefined);
  return kind === undefined ? 'of no type' : `a ${kind}`;
};

const sizesOf = ({
  name,
  type,
}: ValueInfoProto): { readonly elements: number; readonly sizes: readonly Size[] | undefined } => {
  if (!type?.tensorType)
    throw new InterpError(
      'unsupported-model',
      `the input ${shownName(name)} is no tensor but ${kindOf(type)}, which is not supported`,
    );
  const { elemType: elements, shape } = type.tensorType;
  const sizes = shape?.dim.map(({ dimValue = 0n, dimParam }): Size => (dimValue > 0n ? Number(dimValue) : dimParam));
  return { elements, sizes };
};

const refuseOpen = (
  input: string,
  sizes: readonly Size[],
  shape: readonly (number | null)[],
  { size: pixels }: OpenSizes,
): never => {
  const named = sizes.filter(
    (size, i) => i > 0 && shape[i] === null && typeof size === 'string' && size !== '',
  ) as string[];
  const [first] = named;
  const byName =
    first === undefined
      ? `by the option shapes, { "${input}": [${shape.map((size) => size ?? '…').join(', ')}] }`
      : `by the option axes, { "${first}": … }`;
  const sides = hasSides(sizes) ? sizes.slice(firstSide(sizes), firstSide(sizes) + 2).map((side) => (typeof side === 'number' ? side : 224)) : [16, 16]; // prettier-ignore
  const bySize = `as { size: [${sides.reverse().join(', ')}] }`;
  throw new InterpError(
    'bad-shape',
    `the model leaves sizes of its input ${shownName(input, 40)} open, [${sizes.map((size) => size || '?').join(', ')}]: ${named.length > 0 ? shownNames([...new Set(named)], 4) : 'all but the batch have to be known'}; give them ${pixels || sizes.length > 4 ? byName : bySize}`,
  );
};

/** The axis of the height: behind the channels, or before them where their number is last. */
const firstSide = ([, second]: readonly Size[]): number => (typeof second === 'number' ? 2 : 1);

const hasSides = (sizes: readonly Size[] | undefined): boolean => sizes?.length === 4;

/** Height or width of a picture by its axis, or the length of a sequence. */
const sideOf = (
  sizes: readonly Size[] | undefined,
  axis: number,
  [width, height]: readonly [number, number],
): number | null => {
  if (axis === 0 || sizes === undefined || sizes.length > 4) return null;
  if (!hasSides(sizes)) return width;
  return [height, width][axis - firstSide(sizes)] ?? null;
};

const bound = (info: ValueInfoProto, open: OpenSizes): GraphInput => {
  const { axes, shapes, size: pixels } = open;
  const { name } = info;
  const { elements, sizes } = sizesOf(info);
  const dtype = dtypeOf(elements);
  if (dtype === undefined)
    throw new InterpError(
      'unsupported-model',
      `the input ${shownName(name)} has elements of the type ${elementTypeName(elements)}, which is not supported; expected numbers`,
    );
  const given = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (!sizes && !given)
    throw new InterpError(
      'bad-shape',
      `the model does not say the shape of its input ${shownName(name)}; give it by the option shapes`,
    );
  const rank = (sizes ?? given)!.length;
  if (given && given.length !== rank)
    throw new InterpError(
      'bad-shape',
      `the input ${shownName(name)} has ${rank} axes, and the option shapes gives it ${given.length}`,
    );
  const shape = Array.from({ length: rank }, (_, i) => {
    const size = sizes?.[i] ?? '';
    if (typeof size === 'number') {
      const asked = given?.[i] ?? size;
      if (asked !== size && i > 0)
        throw new InterpError(
          'bad-shape',
          `axis ${i} of the input ${shownName(name)} has the size ${size} in the model; expected that, not ${asked}`,
        );
      return size;
    }
    return given?.[i] ?? (Object.hasOwn(axes, size) ? axes[size] : pixels ? sideOf(sizes, i, pixels) : null);
  });
  if (shape.slice(1).includes(null)) refuseOpen(name, sizes ?? [], shape, open);
  return { name, shape, dtype };
};

/**
 * What a model takes, with sizes that it leaves open as they are given. Initialisers that old files list among the inputs are none.
 *
 * @param graph - the graph of the file
 * @param open - sizes that it leaves open
 */
export const modelInputs = (graph: GraphProto, open: OpenSizes): readonly GraphInput[] => {
  const initialised = new Set(graph.initializer.map(({ name }) => name));
  const listed = graph.input.filter(({ name }) => !initialised.has(name));
  const unknown = Object.keys(open.shapes).find((name) => !listed.some((input) => input.name === name));
  if (unknown !== undefined)
    throw new InterpError(
      'bad-option',
      `the option shapes has ${shownName(unknown, 60)}; the model's inputs are ${shownNames(listed.map(({ name }) => name))}`,
    );
  return listed.map((info) => bound(info, open));
};
