import { lanes, type Shader } from './shader.js';

/** Terms that a workgroup keeps at a time. */
const depth = 16;

/** A matrix product that adds each product of a value and a weight up in a way of its own. Types and code are WGSL. */
export interface Product extends Omit<Shader, 'code' | 'floats'> {
  /** The type of the values of a row. */
  readonly value: 'f32' | 'vec2<f32>';
  /** The type of a sum. */
  readonly sum: 'f32' | 'vec2<f32>';
  /** Functions `rowValue(row, term) -> value` and `weightOf(term, column) -> f32`, 0 beyond the ends, and `begin(row, column) -> f32`, what is known of a sum before. */
  readonly functions: string;
  /** The sum with one more product of `value` and `weight`, given `known`. */
  readonly added: string;
  /** Stores `sum` of `row` and `column`, given `known`. */
  readonly store: string;
}

/** Rows and columns of a tile. */
const side = 32;

/** Rows and columns of the sums of one thread: a workgroup of 8 by 8 threads computes a tile. */
const each = side / 8;

/** With so few rows or columns most of a tile would be beyond the end. */
const few = 8;

/** Each thread computes a sum by itself. */
const oneByOne = ({ sum, functions, added, store }: Product): string => `${functions}
fn main(index : i32) {
  let row = index / uniforms.columns;
  let column = index % uniforms.columns;
  if (row >= uniforms.rows) { return; }
  let known = begin(row, column);
  var sum = ${sum}(0.0);
  for (var term = 0; term < uniforms.terms; term++) {
    let value = rowValue(row, term);
    let weight = weightOf(term, column);
    sum = ${added};
  }
  ${store}
}`;

/** Each workgroup computes a tile of sums, and its threads share what they read. */
const byTiles = ({ value, sum, functions, added, store }: Product): string => `
var<workgroup> values : array<array<${value}, ${depth}>, ${side}>;
var<workgroup> weights : array<array<f32, ${side}>, ${depth}>;
${functions}
fn main(index : i32) {
  let tile = index / ${lanes};
  let lane = index % ${lanes};
  let across = (uniforms.columns + ${side - 1}) / ${side};
  let top = tile / across * ${side};
  let start = tile % across * ${side};
  var sums : array<array<${sum}, ${each}>, ${each}>;
  var knowns : array<array<f32, ${each}>, ${each}>;
  for (var i = 0; i < ${each}; i++) {
    for (var j = 0; j < ${each}; j++) {
      knowns[i][j] = begin(top + 8 * i + lane / 8, start + 8 * j + lane % 8);
    }
  }
  for (var first = 0; first < uniforms.terms; first += ${depth}) {
    for (var i = lane; i < ${side * depth}; i += ${lanes}) {
      values[i / ${depth}][i % ${depth}] = rowValue(top + i / ${depth}, first + i % ${depth});
      weights[i / ${side}][i % ${side}] = weightOf(first + i / ${side}, start + i % ${side});
    }
    workgroupBarrier();
    for (var k = 0; k < ${depth}; k++) {
      for (var i = 0; i < ${each}; i++) {
        let value = values[8 * i + lane / 8][k];
        for (var j = 0; j < ${each}; j++) {
          let weight = weights[k][8 * j + lane % 8];
          let known = knowns[i][j];
          let sum = sums[i][j];
          sums[i][j] = ${added};
        }
      }
    }
    workgroupBarrier();
  }
  for (var i = 0; i < ${each}; i++) {
    let row = top + 8 * i + lane / 8;
    for (var j = 0; j < ${each}; j++) {
      let column = start + 8 * j + lane % 8;
      if (row < uniforms.rows && column < uniforms.columns) {
        let known = knowns[i][j];
        let sum = sums[i][j];
        ${store}
      }
    }
  }
}`;

/**
 * The program of a product; `uniforms.rows`, `uniforms.columns` and `uniforms.terms` say how large it is.
 *
 * @param product - what is added up
 * @param sizes - how many rows and columns there are
 * @returns the program, and how many threads it needs
 */
export const programOf = (
  product: Product,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): { readonly shader: Shader; readonly threads: number } => {
  const isSmall = rows <= few || columns <= few;
  const { name, inputs } = product;
  const integers = ['rows', 'columns', 'terms', ...(product.integers ?? [])];
  return isSmall
    ? { shader: { name, inputs, integers, code: oneByOne(product) }, threads: rows * columns }
    : {
        shader: { name: `${name} in tiles`, inputs, integers, code: byTiles(product) },
        threads: Math.ceil(rows / side) * Math.ceil(columns / side) * lanes,
      };
};
