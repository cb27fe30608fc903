"""Classes of all images; of three sizes of batch the fastest is taken."""
import time

import torch
from lenet import LeNet


class Benchmark:
    def __init__(self, tensors):
        self.model, self.images = LeNet(tensors).eval(), tensors["images"]
        self.batch = min((250, 1000, len(self.images)), key=self.seconds)

    def seconds(self, batch):
        self.batch = batch
        self.run()
        begin = time.perf_counter()
        self.run()
        return time.perf_counter() - begin

    @torch.inference_mode()
    def check(self):
        return self.model(self.images).flatten()

    @torch.inference_mode()
    def run(self):
        for x in self.images.split(self.batch):
            self.model(x).argmax(1).numpy()
