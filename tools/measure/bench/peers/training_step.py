"""One training step of the LeNet: forward, backward, Adam; the batches are slices of shuffled indices."""
import torch
from lenet import LeNet
from torch.nn.functional import cross_entropy

BATCH, CHECKED_STEPS = 64, 5


class Benchmark:
    def __init__(self, tensors):
        self.tensors = tensors
        self.images, self.labels = tensors["images"], tensors["labels"].long()
        self.start()

    def start(self):
        self.model = LeNet(self.tensors)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.order, self.at = torch.randperm(len(self.images)), 0

    def step(self, x, y):
        self.optimizer.zero_grad()
        loss = cross_entropy(self.model(x), y)
        loss.backward()
        self.optimizer.step()
        return loss

    def check(self):
        losses = [float(self.step(self.images[:BATCH], self.labels[:BATCH]).detach()) for _ in range(CHECKED_STEPS)]
        self.start()
        return torch.tensor(losses)

    def run(self):
        if self.at + BATCH > len(self.order):
            self.order, self.at = torch.randperm(len(self.images)), 0
        batch = self.order[self.at:self.at + BATCH]
        self.at += BATCH
        self.step(self.images[batch], self.labels[batch])
