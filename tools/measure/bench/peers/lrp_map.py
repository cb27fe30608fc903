"""Heatmaps by alpha-beta LRP (2, 1) of the predicted class' logit, biases dropped, by Zennit."""
import no_torchvision  # noqa: F401, before Zennit
import torch
from lenet import LeNet
from zennit.composites import LayerMapComposite
from zennit.rules import AlphaBeta, Pass
from zennit.types import Activation, Linear


class Benchmark:
    def __init__(self, tensors):
        self.model, self.images = LeNet(tensors).eval(), tensors["images"]
        rule = AlphaBeta(2., 1., zero_params=["bias"])
        self.composite = LayerMapComposite(layer_map=[(Activation, Pass()), (Linear, rule)])

    def run(self):
        x = self.images.clone().requires_grad_()
        with self.composite.context(self.model):
            logits = self.model(x)
            best, target = logits.detach().max(1)
            start = torch.zeros_like(logits).scatter_(1, target[:, None], best[:, None])
            relevance, = torch.autograd.grad(logits, x, start)
        return relevance

    def check(self):
        return self.run().flatten()
