"""DeepFool by Foolbox."""
from foolbox.attacks import L2DeepFoolAttack
from foolbox_attack import FoolboxAttack


class Benchmark(FoolboxAttack):
    def __init__(self, tensors):
        super().__init__(tensors, L2DeepFoolAttack(steps=50, candidates=10, overshoot=0.02, loss="logits"))
