"""One epoch of CD-1 for a Gaussian RBM (Cho), centred, with a sigma for each pixel that is learnt as t = -ln sigma^2."""
import math

import torch

BATCH, RATE, T_RATE, CENTRE_RATE, HIGHEST = 64, 0.005, 0.0005, 0.01, -2 * math.log(0.3)
SEEN = 500


class Benchmark:
    def __init__(self, tensors):
        self.tensors, self.images = tensors, tensors["images"]
        self.mean = self.images.mean(0)
        self.start()

    def start(self):
        self.w, sigma = self.tensors["W"].clone(), self.tensors["sigma"]
        self.t, self.centre = -2 * sigma.log(), torch.full((self.w.shape[1],), 0.5)
        self.b = self.tensors["b_visible"] + self.w @ self.centre
        self.c = self.tensors["c_hidden"] + (self.mean / sigma ** 2) @ self.w

    def step(self, v):
        n, precision = len(v), self.t.exp()
        x = precision * (v - self.mean)
        p = torch.sigmoid(x @ self.w + self.c)
        v1 = self.b + (torch.bernoulli(p) - self.centre) @ self.w.T
        v1 += torch.exp(-0.5 * self.t) * torch.randn_like(v1)
        x1 = precision * (v1 - self.mean)
        p1 = torch.sigmoid(x1 @ self.w + self.c)
        gw = (x.T @ (p - self.centre) - x1.T @ (p1 - self.centre)) / n
        gb = precision * (v.mean(0) - v1.mean(0))
        squares = ((v - self.b) ** 2).mean(0) - ((v1 - self.b) ** 2).mean(0)
        gt = (gw * self.w).sum(1) - 0.5 * precision * squares
        activity = p.mean(0)
        self.w.add_(gw, alpha=RATE)
        self.b.add_(gb, alpha=RATE)
        self.c.add_(activity - p1.mean(0), alpha=RATE)
        self.t.add_(gt, alpha=T_RATE).clamp_(max=HIGHEST)
        change = CENTRE_RATE * (activity - self.centre)
        self.centre += change
        self.b += self.w @ change

    @torch.inference_mode()
    def run(self):
        for batch in torch.randperm(len(self.images)).split(BATCH):
            self.step(self.images[batch])

    @torch.inference_mode()
    def check(self):
        self.run()
        size = len(self.images)
        v = self.images[[i * size // min(SEEN, size) for i in range(min(SEEN, size))]]
        p = torch.sigmoid((self.t.exp() * (v - self.mean)) @ self.w + self.c)
        error = ((self.b + (p - self.centre) @ self.w.T - v) ** 2).mean()
        self.start()
        return error.reshape(1)
