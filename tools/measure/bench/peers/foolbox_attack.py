"""Attacks by Foolbox on the images that a network is given, from its own answers."""
import foolbox
from lenet import LeNet


class FoolboxAttack:
    def __init__(self, tensors, attack, epsilon=None):
        self.model, self.images = LeNet(tensors).eval(), tensors["images"]
        self.network = foolbox.PyTorchModel(self.model, bounds=(-1, 1), device="cpu")
        self.classes = self.model(self.images).argmax(1)
        self.attack, self.epsilon = attack, epsilon

    def run(self):
        return self.attack(self.network, self.images, self.classes, epsilons=self.epsilon)[1]

    def check(self):
        return (self.run() - self.images).flatten(1).norm(dim=1).detach()
