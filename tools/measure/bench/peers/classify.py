"""Classes of all images; of three sizes of batch the fastest is taken."""
import torch
from fastest import fastest
from lenet import LeNet


class Benchmark:
    def __init__(self, tensors):
        self.model, self.images = LeNet(tensors).eval(), tensors["images"]
        self.batch = fastest((250, 1000, len(self.images)), self.classify)

    @torch.inference_mode()
    def check(self):
        return self.model(self.images).flatten()

    @torch.inference_mode()
    def classify(self, batch):
        for x in self.images.split(batch):
            self.model(x).argmax(1).numpy()

    def run(self):
        self.classify(self.batch)
