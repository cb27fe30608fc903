"""Pixel flipping by Quantus: the probability of the class after each of the pixels, all images in one batch."""
import warnings

import no_torchvision  # noqa: F401, before Quantus, which takes in Zennit
import quantus
import torch
from lenet import LeNet

warnings.simplefilter("ignore")


class Benchmark:
    def __init__(self, tensors):
        self.model = LeNet(tensors).eval()
        self.images, self.maps = tensors["images"].numpy(), tensors["maps"].numpy()
        self.classes = tensors["classes"].long().numpy()
        self.metric = quantus.PixelFlipping(features_in_step=1, perturb_baseline=-1.0, disable_warnings=True)

    def run(self):
        return self.metric(model=self.model, x_batch=self.images, y_batch=self.classes, a_batch=self.maps, softmax=True,
                           device="cpu", batch_size=len(self.images))

    def check(self):
        return torch.tensor(self.run()).flatten()
