"""Heatmaps of MobileNetV2 by alpha-beta LRP (2, 1), biases dropped, by Zennit."""
from mobile_net import SUMS, MobileNetV2, relevance
from zennit.composites import LayerMapComposite
from zennit.rules import AlphaBeta, Pass
from zennit.types import Activation, Linear


class Benchmark:
    def __init__(self, tensors):
        self.model, self.images = MobileNetV2(tensors).eval(), tensors["images"]
        rules = [(Activation, Pass()), *SUMS, (Linear, AlphaBeta(2., 1., zero_params=["bias"]))]
        self.composite = LayerMapComposite(layer_map=rules)

    def run(self):
        return relevance(self.model, self.composite, self.images)

    def check(self):
        return self.run().flatten()
