/** One parameter of the LeNet in PyTorch's layout and in ours. */
export interface TorchParameter {
  /** Its name in PyTorch's state dict. */
  readonly name: string;
  /** Our layer. */
  readonly layer: string;
  /** Which of the layer's weights it is: 0 the kernel, 1 the bias. */
  readonly index: 0 | 1;
  /** PyTorch's shape. */
  readonly torchShape: readonly number[];
  /** Our shape. */
  readonly shape: readonly number[];
  /** For each of our values in row-major order, where it is in PyTorch's. */
  readonly from: (at: number) => number;
}

const same = (at: number): number => at;

/** OIHW to HWIO. */
const convolution = (
  layer: string,
  height: number,
  width: number,
  inputs: number,
  outputs: number,
): TorchParameter => ({
  name: `${layer}.weight`,
  layer,
  index: 0,
  torchShape: [outputs, inputs, height, width],
  shape: [height, width, inputs, outputs],
  from: (at) => {
    const o = at % outputs;
    const i = Math.floor(at / outputs) % inputs;
    const pixel = Math.floor(at / (outputs * inputs));
    return (o * inputs + i) * height * width + pixel;
  },
});

/** [out, in] to [in, out]; `input` says where PyTorch has our input unit. */
const dense = (
  layer: string,
  inputs: number,
  outputs: number,
  input: (unit: number) => number = same,
): TorchParameter => ({
  name: `${layer}.weight`,
  layer,
  index: 0,
  torchShape: [outputs, inputs],
  shape: [inputs, outputs],
  from: (at) => (at % outputs) * inputs + input(Math.floor(at / outputs)),
});

const bias = (layer: string, size: number): TorchParameter => ({
  name: `${layer}.bias`,
  layer,
  index: 1,
  torchShape: [size],
  shape: [size],
  from: same,
});

/** The second convolution's units come flattened as height, width, channel here and as channel, height, width there. */
const flattened = (unit: number): number => (unit % 16) * 64 + Math.floor(unit / 16);

/** All parameters of the LeNet. PyTorch keeps images as NCHW and dense weights as [out, in]; TensorFlow.js as NHWC and [in, out]. */
export const torchParameters: readonly TorchParameter[] = [
  convolution('conv1', 5, 5, 1, 6),
  bias('conv1', 6),
  convolution('conv2', 5, 5, 6, 16),
  bias('conv2', 16),
  dense('fc1', 1024, 300, flattened),
  bias('fc1', 300),
  dense('fc2', 300, 84),
  bias('fc2', 84),
  dense('fc3', 84, 10),
  bias('fc3', 10),
];
