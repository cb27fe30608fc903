/** A stop of the path through the thesis: a view set up at a figure. */
export interface Stop {
  /** The figure, table or section of the thesis. */
  readonly figure: string;
  /** The part of an address that sets the view up. */
  readonly address: string;
}

/** The stops, in the order of the thesis; their texts are in the words of the view, by their place. */
export const stops: readonly Stop[] = [
  { figure: '1.3', address: 'explain?network=lenet-thesis' },
  {
    figure: '2.3.1',
    address: 'explain?network=lenet-thesis&method=sensitivity&compare=on&method2=lrp&rule2=alpha-beta',
  },
  { figure: '2.4', address: 'explain?network=lenet-thesis&in=sample.3&layer=conv1' },
  { figure: '3.1', address: 'imagine?network=lenet-thesis' },
  { figure: '3.3', address: 'imagine?network=lenet-thesis&method=background&class=5&start=blank' },
  { figure: '3.5, 3.6', address: 'imagine?network=lenet-thesis&method=expert&expert=rbm-8-thesis&class=5&start=input' },
  { figure: '3.7', address: 'imagine?network=lenet-thesis&method=decoder&decoder=generator&class=all' },
  { figure: '3.10', address: 'explain?network=lenet-thesis&in=sample.0' },
  { figure: '4.1', address: 'segments?network=lenet-thesis&lit=bc' },
  { figure: '4.2', address: 'segments?network=lenet-thesis&lit=dg' },
  { figure: '4.3', address: 'attack?network=lenet-thesis&method=deepfool&norm=l2' },
  { figure: '4.2 (text)', address: 'attack?network=lenet-robust' },
];
