import * as tf from '@tensorflow/tfjs-core';
import { isObject } from '@interp/checks';
import type { LayerSite, Operand, Value } from './layer-site.js';

type Numbers = number | readonly Numbers[];

const areNumbers = (value: unknown): value is Numbers =>
  typeof value === 'number' || typeof value === 'boolean' || (Array.isArray(value) && value.every(areNumbers));

/** The numbers that stand in a configuration: themselves, or in an object of Keras for a tensor. */
export const constantOf = (operand: Operand | undefined): Numbers | undefined => {
  if (!operand || 'name' in operand) return undefined;
  const { value } = operand;
  if (areNumbers(value)) return value;
  const isTensor = isObject(value) && ['__numpy__', '__tensor__'].includes(String(value['class_name']));
  const inner = isTensor && isObject(value['config']) ? value['config']['value'] : undefined;
  return areNumbers(inner) ? inner : undefined;
};

/** A value, or numbers as a constant. */
export const operandOf = (site: LayerSite, operand: Operand | undefined, part: string): Value => {
  if (operand && 'name' in operand) return operand;
  const numbers = constantOf(operand);
  if (numbers === undefined) throw site.refuse('takes what is neither a value nor numbers');
  const shape: number[] = [];
  for (let inner: Numbers = numbers; Array.isArray(inner); [inner] = inner as readonly Numbers[]) shape.push((inner as readonly Numbers[]).length); // prettier-ignore
  const name = site.constant(`${part} ${JSON.stringify(numbers)}`, () => tf.tensor(numbers, shape, 'float32'));
  return { name, rank: shape.length };
};

/** What a call takes in order, numbers as constants. */
export const operandsOf = (site: LayerSite): readonly Value[] =>
  site.operands.map((operand, i) => operandOf(site, operand, `operand ${i}`));

/** What a call takes at a place, which has to be a value. */
export const valueOf = (site: LayerSite, index: number): Value => {
  const operand = site.operands[index];
  if (operand && 'name' in operand) return operand;
  throw site.refuse('takes a constant, which is not supported');
};
