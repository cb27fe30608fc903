"""Projected gradient descent by Foolbox."""
from foolbox.attacks import LinfPGD
from foolbox_attack import FoolboxAttack


class Benchmark(FoolboxAttack):
    def __init__(self, tensors):
        super().__init__(tensors, LinfPGD(rel_stepsize=0.033, steps=40, random_start=False), epsilon=0.2)
