/** What a buffer of a case holds before the kernel runs. */
export type Content =
  'values' | 'wild' | 'positive' | 'sparse' | 'binary' | 'levels' | 'words' | 'table' | 'bytes' | 'lists' | 'room';

/** An integer between two, both included; small ones more often. */
export type Pick = (least: number, most: number) => number;

/** A buffer of so many 32-bit values. */
export type Place = (size: number, content?: Content) => number;

/** Arguments of random sizes for a kernel. */
export type Arguments = (pick: Pick, place: Place, number: () => number) => number[];
