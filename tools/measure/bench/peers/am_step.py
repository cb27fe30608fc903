"""Gradient ascent on log P(c|x) - lambda |x|^2, the probability of every step read."""
import numpy as np
import torch
from lenet import LeNet

LAMBDA, RATE = 0.001, 0.1


class Benchmark:
    def __init__(self, tensors):
        self.model = LeNet(tensors).eval().requires_grad_(False)
        self.start, self.classes = tensors["start"], tensors["classes"].long()
        self.steps = int(tensors["steps"])

    def ascend(self):
        x, pick, history = self.start, (torch.arange(len(self.start)), self.classes), []
        for step in range(self.steps + 1):
            x = x.detach().requires_grad_()
            scores = self.model(x).log_softmax(1)[pick]
            objective = scores.sum() - LAMBDA * (x ** 2).sum()
            history.append(scores.detach().exp().numpy())
            gradient, = torch.autograd.grad(objective, x)
            if step < self.steps:
                x = (x.detach() + RATE * gradient).clamp(-1, 1)
        return history

    def check(self):
        return torch.from_numpy(np.stack(self.ascend(), 1).flatten())

    run = ascend
