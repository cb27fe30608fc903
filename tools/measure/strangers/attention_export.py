"""Transformers exported by both exporters of PyTorch, with the relevance that LXT's explicit rules give: python attention_export.py FOLDER [SEED [NAME...]].

    pip install torch onnx onnxscript && pip install --no-deps lxt==2.1

Writes NAME-dynamo.onnx and NAME-trace.onnx; NAME.json with the inputs' shapes, the class that is explained and how far apart LXT in single and in
double precision are; and in NAME.*.bin, as plain numbers, inputs, logits, and the relevance of AttnLRP and of CP-LRP in double precision, as LXT has
them and, NAME.*-exactly.bin, without a stabiliser.
"""
import json
import math
import sys
from contextlib import contextmanager

import numpy as np
import torch
from lxt.explicit import functional as lxt
from lxt.explicit import rules
from torch import nn
from torch.nn import functional as F
from torch_export import begin, write_onnx


class Plain:
    """What the networks compute."""

    linear = staticmethod(F.linear)
    conv = staticmethod(F.conv2d)
    add = staticmethod(torch.add)
    matmul = staticmethod(torch.matmul)
    softmax = staticmethod(lambda x: F.softmax(x, -1))
    function = staticmethod(lambda fn, x: fn(x))
    scale = staticmethod(torch.mul)

    @staticmethod
    def norm(x, layer):
        return F.layer_norm(x, layer.normalized_shape, layer.weight, layer.bias, layer.eps)


class AttnLrp:
    """The same by LXT's rules, whose backward pass hands down relevance."""

    linear = staticmethod(lambda x, w, b: lxt.linear_epsilon(x, w, b))
    conv = staticmethod(lambda x, w, b, stride: rules.epsilon_lrp(lambda y: F.conv2d(y, w, b, stride), 1e-6, x))
    # A constant is broadcast by hand: this rule gives each summand relevance of the sum's shape.
    add = staticmethod(lambda x, y: lxt.add2(x, y.detach().expand_as(x).clone() if y.shape != x.shape else y))
    matmul = staticmethod(lxt.matmul)
    softmax = staticmethod(lambda x: lxt.softmax(x, -1))
    function = staticmethod(rules.identity)
    scale = staticmethod(lambda x, factor: lxt.mul2(x, factor))
    norm = staticmethod(lambda x, layer: lxt.layer_norm(x, layer.weight, layer.bias, layer.eps))


class CpLrp(AttnLrp):
    """The weights of attention are constants: all relevance goes through the values."""

    softmax = staticmethod(lambda x: rules.stop_relevance_fn.apply(lambda y: F.softmax(y, -1), x))
    matmul = staticmethod(lambda a, b: rules.epsilon_lrp(torch.matmul, 1e-8, a.detach(), b) if a.shape[-1] == a.shape[-2] else lxt.matmul(a, b))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))

    def forward(self, x, mask, ops):
        n, tokens, width = x.shape
        each = width // self.heads
        q, k, v = (ops.linear(x, one.weight, one.bias).view(n, tokens, self.heads, each).transpose(1, 2) for one in (self.query, self.key, self.value))
        scores = ops.scale(ops.matmul(q, k.transpose(-1, -2)), 1 / math.sqrt(each))
        if mask is not None:
            scores = ops.add(scores, mask)
        mixed = ops.matmul(ops.softmax(scores), v).transpose(1, 2).reshape(n, tokens, width)
        return ops.linear(mixed, self.out.weight, self.out.bias)


class Block(nn.Module):
    """A block that normalises before (ViT) or after (BERT) attention and the two dense layers."""

    def __init__(self, width, heads, is_before):
        super().__init__()
        self.is_before = is_before
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def dense(self, x, ops):
        return ops.linear(ops.function(F.gelu, ops.linear(x, self.up.weight, self.up.bias)), self.down.weight, self.down.bias)

    def forward(self, x, mask, ops):
        if self.is_before:
            x = ops.add(x, self.attention(ops.norm(x, self.norm1), mask, ops))
            return ops.add(x, self.dense(ops.norm(x, self.norm2), ops))
        x = ops.norm(ops.add(x, self.attention(x, mask, ops)), self.norm1)
        return ops.norm(ops.add(x, self.dense(x, ops)), self.norm2)


class Vit(nn.Module):
    """Patches, a class token, positions, blocks; ViT-B/16 has 12 blocks of 768 numbers and 12 heads at 224."""

    def __init__(self, size, patch, width, heads, blocks, classes):
        super().__init__()
        self.ops = Plain
        self.patches = nn.Conv2d(3, width, patch, patch)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros(1, (size // patch) ** 2 + 1, width))
        self.blocks = nn.ModuleList(Block(width, heads, True) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        x = self.ops.conv(x, self.patches.weight, self.patches.bias, self.patches.stride).flatten(2).transpose(1, 2)
        x = self.ops.add(torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1), self.positions)
        for block in self.blocks:
            x = block(x, None, self.ops)
        return self.ops.linear(self.ops.norm(x, self.norm)[:, 0], self.head.weight, self.head.bias)


class Bert(nn.Module):
    """Words and positions, blocks, a pooler. Relevance ends at the embedded words, before positions are added."""

    def __init__(self, words, longest, width, heads, blocks, classes):
        super().__init__()
        self.ops = Plain
        self.words, self.positions = nn.Embedding(words, width), nn.Embedding(longest, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.blocks = nn.ModuleList(Block(width, heads, False) for _ in range(blocks))
        self.pooler, self.head = nn.Linear(width, width), nn.Linear(width, classes)

    def forward(self, ids, mask):
        return self.encode(self.words(ids), mask)

    def encode(self, x, mask):
        ops = self.ops
        positions = self.positions(torch.arange(x.shape[1], device=x.device).unsqueeze(0))
        x = ops.norm(ops.add(x, positions), self.norm)
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * torch.finfo(torch.float32).min
        for block in self.blocks:
            x = block(x, bias, ops)
        pooled = ops.function(torch.tanh, ops.linear(x[:, 0], self.pooler.weight, self.pooler.bias))
        return ops.linear(pooled, self.head.weight, self.head.bias)


class BertFromEmbeddings(Bert):
    """The same encoder from embedded words and without a mask."""

    def forward(self, x):
        return self.encode(x, None)


def draw(module, generator):
    """Weights that keep the size of values, norms that are not those of the start, and logits with a standard deviation of 2 or more."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if parameter.dim() > 1 and not name.startswith(('token', 'positions', 'words')):
                parameter.copy_(noise * math.sqrt(1.6 / parameter[0].numel()))
            elif name.endswith('weight') and 'norm' in name:
                parameter.copy_(1 + 0.3 * noise)
            else:
                parameter.copy_(0.3 * noise)


def pictures(size):
    return lambda generator: (torch.randn(1, 3, size, size, generator=generator),)


networks = {
    'vit-small': (lambda: Vit(48, 8, 48, 4, 3, 10), pictures(48)),
    'vit-b16': (lambda: Vit(224, 16, 768, 12, 12, 1000), pictures(224)),
    'bert': (lambda: Bert(100, 16, 32, 4, 3, 5), lambda g: (torch.randint(0, 100, (2, 12), generator=g), torch.tensor([[1] * 12, [1] * 8 + [0] * 4]))),
    'bert-embedded': (lambda: BertFromEmbeddings(100, 16, 32, 4, 3, 5), lambda g: (torch.randn(2, 12, 32, generator=g),)),
}


@contextmanager
def stabilised(is_so):
    """LXT as it is, or without what it adds to all sums that it divides by: 0 stays 0, and has no relevance."""
    usual = lxt._stabilize
    if not is_so:
        lxt._stabilize = rules._stabilize = lambda x, epsilon=1e-6, inplace=False: torch.where(x == 0, torch.ones_like(x), x)
    try:
        yield
    finally:
        lxt._stabilize = rules._stabilize = usual


def relevance(module, inputs, classes, ops, precision):
    """What LXT gives the pictures or the embedded words, for the logits of the classes."""
    module.ops = ops
    module.to(precision)
    begins_with_ids = not inputs[0].is_floating_point()
    x = (module.words(inputs[0]) if begins_with_ids else inputs[0]).to(precision).detach().requires_grad_(True)
    logits = module.encode(x, inputs[1]) if begins_with_ids else module(x)
    start = torch.zeros_like(logits)
    for image, one in enumerate(classes):
        start[image, one] = logits[image, one].detach()
    (found,) = torch.autograd.grad(logits, x, start)
    module.ops = Plain
    module.to(torch.float32)
    return found.detach().to(torch.float64)


def export(folder, name, seed):
    make, inputs_of = networks[name]
    generator = torch.Generator().manual_seed(seed)
    module = make().eval()
    draw(module, generator)
    module.requires_grad_(False)
    inputs = inputs_of(generator)
    with torch.no_grad():
        spread = module(*inputs).std().item()
        if spread < 1.5:
            module.head.weight.mul_(2 / spread)
        logits = module(*inputs)
    classes = logits.argmax(1).tolist()

    def save(key, values, dtype=np.float32):
        values.numpy().astype(dtype).tofile(folder / f'{name}.{key}.bin')
        return {'file': f'{name}.{key}.bin', 'shape': list(values.shape)}

    names = [f'input{i}' for i in range(len(inputs))]
    record = {
        'names': names,
        'inputs': [{**save(one, v, np.float32 if v.is_floating_point() else np.int32), 'dtype': 'float32' if v.is_floating_point() else 'int32'} for one, v in zip(names, inputs)],
        'logits': save('logits', logits),
        'deviation': logits.std().item(),
        'classes': classes,
        'maps': {},
    }
    rules_by_name = {'attn-lrp': AttnLrp, 'cp-lrp': CpLrp}
    for key, ops in [*rules_by_name.items(), *((f'{key}-exactly', ops) for key, ops in rules_by_name.items())]:
        with stabilised(not key.endswith('-exactly')):
            exact = relevance(module, inputs, classes, ops, torch.float64)
            single = (exact - relevance(module, inputs, classes, ops, torch.float32)).abs() / exact.abs().max()
        record['maps'][key] = {
            **save(key, exact),
            'sums': exact.flatten(1).sum(1).tolist(),
            'single': single.max().item(),
            'singleShare': (single <= 1e-4).double().mean().item(),
        }
    (folder / f'{name}.json').write_text(json.dumps(record))
    write_onnx(module, inputs, names, folder / name)
    print(name, 'deviation', record['deviation'], {key: (one['single'], one['sums']) for key, one in record['maps'].items()}, [logits[i, c].item() for i, c in enumerate(classes)], flush=True)


if __name__ == '__main__':
    target = begin(sys.argv[1])
    for one in sys.argv[3:] or networks:
        export(target, one, int(sys.argv[2]) if len(sys.argv) > 2 else 11)
