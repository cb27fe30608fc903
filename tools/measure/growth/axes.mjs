/** The batches of LeNet, and what else grows: sides of images, and models. Each point is `{ at, model, n }`, `at` its place on the axis. */
const lenet = { kind: 'lenet' };
const mobileNet = (size, width) => ({ kind: 'mobileNet', size, width });

export const axes = {
  batch: {
    title: 'batch, LeNet, 28 × 28',
    xTitle: 'images in a batch',
    points: [1, 10, 100, 1000, 10_000].map((n) => ({ at: n, model: lenet, n })),
  },
  image: {
    title: 'one image, a quarter of MobileNet',
    xTitle: 'side of the image in pixels',
    points: [28, 56, 112, 224].map((size) => ({ at: size, model: mobileNet(size, 1 / 4), n: 1 })),
  },
  model: {
    title: 'one image, LeNet to MobileNet at 96 × 96',
    xTitle: 'million multiplications for an image',
    // Where each stands on the axis, its multiplications, is found when it runs.
    points: [lenet, ...[1 / 8, 1 / 4, 1 / 2, 1].map((width) => mobileNet(96, width))].map((model) => ({ model, n: 1 })),
  },
  largeBatch: {
    title: 'batch, a quarter of MobileNet, 224 × 224',
    xTitle: 'images in a batch',
    methods: ['classify', 'gradient', 'lrp', 'am'],
    points: [1, 4, 16, 64].map((n) => ({ at: n, model: mobileNet(224, 1 / 4), n })),
  },
};
