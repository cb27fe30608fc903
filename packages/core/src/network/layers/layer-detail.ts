const sizes = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(' × ') : String(value));

/**
 * What a box of a diagram says of a layer beside its class: the size of its window, strides, rate, activation.
 *
 * @param config - as `getConfig` returns it
 * @returns a few words; empty where there are none
 */
export const layerDetail = (config: Readonly<Record<string, unknown>>): string => {
  const { kernelSize, poolSize, strides, activation, rate } = config;
  const size = kernelSize ?? poolSize;
  const stepped =
    strides !== undefined &&
    strides !== null &&
    sizes(strides) !== sizes(poolSize) &&
    !/^1( × 1)*$/.test(sizes(strides));
  return [
    size === undefined || size === null ? '' : sizes(size),
    stepped ? `stride ${sizes(strides)}` : '',
    typeof rate === 'number' ? `rate ${rate}` : '',
    typeof activation === 'string' && activation !== 'linear' ? activation : '',
  ]
    .filter(Boolean)
    .join(', ');
};
