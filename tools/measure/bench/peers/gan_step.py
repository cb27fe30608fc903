"""One step of the thesis' GAN: the discriminator with the R1 penalty by a second backward pass, then the generator; Adam for both."""
import torch
from torch import nn
from torch.nn.functional import softplus

BATCH, GAMMA = 64, 2


def network(tensors, name, layers):
    model = nn.Sequential(*layers)
    model.load_state_dict({key: tensors[f"{name}.{key}"].clone() for key in model.state_dict()})
    return model


class Benchmark:
    def __init__(self, tensors):
        self.tensors, self.images = tensors, tensors["images"]
        self.start()

    def start(self):
        self.generator = network(self.tensors, "generator", [
            nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 784), nn.Tanh()])
        self.discriminator = network(self.tensors, "discriminator", [
            nn.Linear(784, 256), nn.LeakyReLU(0.2), nn.Linear(256, 256), nn.LeakyReLU(0.2), nn.Linear(256, 1)])
        self.optimizers = [torch.optim.Adam(model.parameters(), lr=2e-4, betas=(0.5, 0.999))
                           for model in (self.discriminator, self.generator)]
        self.order, self.at = torch.randperm(len(self.images)), 0

    def losses(self, real, fake):
        real = real.clone().requires_grad_(True)
        good, bad = self.discriminator(real), self.discriminator(fake.detach())
        gradient, = torch.autograd.grad(good.sum(), real, create_graph=True)
        return softplus(-good).mean() + softplus(bad).mean(), GAMMA / 2 * (gradient ** 2).sum(1).mean()

    def step(self, real):
        first, second = self.optimizers
        fake = self.generator(torch.randn(BATCH, 64))
        first.zero_grad()
        loss, penalty = self.losses(real, fake)
        (loss + penalty).backward()
        first.step()
        second.zero_grad()
        self.discriminator.requires_grad_(False)
        softplus(-self.discriminator(fake)).mean().backward()
        self.discriminator.requires_grad_(True)
        second.step()

    def check(self):
        with torch.no_grad():
            fake = self.generator[1:](self.generator[0].bias.expand(BATCH, -1))
        loss, penalty = self.losses(self.images[:1].expand(BATCH, -1), fake)
        return torch.stack([loss.detach(), penalty.detach()])

    def run(self):
        if self.at + BATCH > len(self.order):
            self.order, self.at = torch.randperm(len(self.images)), 0
        batch = self.order[self.at:self.at + BATCH]
        self.at += BATCH
        self.step(self.images[batch])
