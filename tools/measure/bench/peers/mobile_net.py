"""MobileNetV2 with batch normalisation folded into its convolutions, of modules, so that Zennit sees each step."""
import no_torchvision  # noqa: F401, before Zennit
import torch
from torch import nn
from zennit.core import BasicHook
from zennit.layer import Sum
from zennit.rules import Norm

GROUPS = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]


class Block(nn.Module):
    def __init__(self, inner, outer, stride, expansion, is_first):
        super().__init__()
        hidden = inner * expansion
        expand = [nn.Conv2d(inner, hidden, 1), nn.ReLU6()] if expansion > 1 else []
        deep = nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden)
        self.steps = nn.Sequential(*expand, deep, nn.ReLU6(), nn.Conv2d(hidden, outer, 1))
        self.sum = None if is_first else Sum()

    def forward(self, x):
        y = self.steps(x)
        return y if self.sum is None else self.sum(torch.stack([x, y], dim=-1))


class MobileNetV2(nn.Module):
    def __init__(self, tensors):
        super().__init__()
        inner, blocks = 32, []
        for expansion, outer, repeats, stride in GROUPS:
            for i in range(repeats):
                blocks.append(Block(inner, outer, 1 if i else stride, expansion, i == 0))
                inner = outer
        begin = [nn.Conv2d(3, 32, 3, 2, 1), nn.ReLU6()]
        end = [nn.Conv2d(320, 1280, 1), nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1280, 1000)]
        self.layers = nn.Sequential(*begin, *blocks, *end)
        weighted = [module for module in self.modules() if isinstance(module, (nn.Conv2d, nn.Linear))]
        for i, module in enumerate(weighted):
            module.load_state_dict({name: tensors[f"{i}.{name}"].clone() for name in ("weight", "bias")})

    def forward(self, x):
        return self.layers(x)


class BySize(BasicHook):
    """Shares in proportion to the sizes of the terms of a sum."""

    def __init__(self):
        super().__init__(
            input_modifiers=[torch.abs], param_modifiers=[lambda parameter, _: parameter], output_modifiers=[lambda output: output],
            gradient_mapper=lambda arriving, outputs: [arriving / (output + 1e-30) for output in outputs],
            reducer=lambda inputs, gradients: inputs[0] * gradients[0])


def relevance(model, composite, images):
    """The relevance of each pixel for the predicted class' logit."""
    x = images.clone().requires_grad_()
    with composite.context(model):
        logits = model(x)
        best, target = logits.detach().max(1)
        start = torch.zeros_like(logits).scatter_(1, target[:, None], best[:, None])
        found, = torch.autograd.grad(logits, x, start)
    return found


SUMS = [(Sum, BySize()), (nn.AdaptiveAvgPool2d, Norm())]
