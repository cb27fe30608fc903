"""Networks of PyTorch exported by both of its exporters, with what the modules give: python torch_export.py FOLDER [NAME].

Writes NAME-dynamo.onnx and NAME-trace.onnx (with weights beside them where the exporter puts them there), and NAME.json: input, logits and the
gradient of a sum of the logits with fixed weights with respect to the input. Weights and the statistics of batch normalisation are drawn so
that logits have a standard deviation of 1 or more.
"""
import json
import logging
import math
import sys
import warnings
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F


class Residual(nn.Module):
    """Stem, three blocks with a projection, global pooling, dense."""

    class Block(nn.Module):
        def __init__(self, inner, outer, stride):
            super().__init__()
            self.conv1 = nn.Conv2d(inner, outer, 3, stride, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(outer)
            self.conv2 = nn.Conv2d(outer, outer, 3, 1, 1, bias=False)
            self.bn2 = nn.BatchNorm2d(outer)
            self.down = nn.Sequential(nn.Conv2d(inner, outer, 1, stride, bias=False), nn.BatchNorm2d(outer)) if stride > 1 or inner != outer else nn.Identity()

        def forward(self, x):
            y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
            return F.relu(y + self.down(x))

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 7, 2, 3, bias=False), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(3, 2, 1))
        self.blocks = nn.Sequential(self.Block(16, 16, 1), self.Block(16, 32, 2), self.Block(32, 64, 2))
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = self.blocks(self.stem(x))
        return self.head(torch.flatten(F.adaptive_avg_pool2d(x, 1), 1))


class Mobile(nn.Module):
    """Inverted residuals with ReLU6, and one block of MobileNetV3 with squeeze-and-excitation, hard-swish and hard-sigmoid."""

    class Inverted(nn.Module):
        def __init__(self, inner, outer, stride, expand):
            super().__init__()
            hidden = inner * expand
            self.residual = stride == 1 and inner == outer
            self.layers = nn.Sequential(
                nn.Conv2d(inner, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(),
                nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(),
                nn.Conv2d(hidden, outer, 1, bias=False), nn.BatchNorm2d(outer))

        def forward(self, x):
            return x + self.layers(x) if self.residual else self.layers(x)

    class Squeeze(nn.Module):
        def __init__(self, channels):
            super().__init__()
            self.down = nn.Conv2d(channels, channels // 4, 1)
            self.up = nn.Conv2d(channels // 4, channels, 1)

        def forward(self, x):
            scale = F.hardsigmoid(self.up(F.relu(self.down(F.adaptive_avg_pool2d(x, 1)))))
            return x * scale

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.Hardswish())
        self.blocks = nn.Sequential(
            self.Inverted(16, 16, 1, 4), self.Inverted(16, 24, 2, 4), self.Inverted(24, 24, 1, 4), self.Squeeze(24), nn.Hardswish(), self.Inverted(24, 40, 2, 4))
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(40, 10))

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x, mask=None):
        n, tokens, width = x.shape
        q, k, v = self.qkv(x).reshape(n, tokens, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = q @ k.transpose(-2, -1) / math.sqrt(width // self.heads)
        if mask is not None:
            weights = weights + mask
        return self.out((weights.softmax(-1) @ v).transpose(1, 2).reshape(n, tokens, width))


class Encoder(nn.Module):
    def __init__(self, width, heads, is_pre):
        super().__init__()
        self.is_pre = is_pre
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x, mask=None):
        if self.is_pre:
            x = x + self.attention(self.norm1(x), mask)
            return x + self.mlp(self.norm2(x))
        x = self.norm1(x + self.attention(x, mask))
        return self.norm2(x + self.mlp(x))


class Vit(nn.Module):
    """Patches, a class token, positions, three blocks."""

    def __init__(self, size=32, patch=8, width=48, heads=4):
        super().__init__()
        self.patches = nn.Conv2d(3, width, patch, patch)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(torch.zeros(1, (size // patch) ** 2 + 1, width))
        self.blocks = nn.Sequential(*[Encoder(width, heads, True) for _ in range(3)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.positions
        return self.head(self.norm(self.blocks(x))[:, 0])


class Torchvision(nn.Module):
    """Like Vit, but with PyTorch's own attention, scaled_dot_product_attention."""

    def __init__(self, width=48):
        super().__init__()
        layer = nn.TransformerEncoderLayer(width, 4, 2 * width, activation='gelu', batch_first=True, norm_first=True)
        self.patches = nn.Conv2d(3, width, 8, 8)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        return self.head(self.encoder(self.patches(x).flatten(2).transpose(1, 2)).mean(1))


class Bert(nn.Module):
    """Embeddings given (the gradient is with respect to them), a mask, post-norm blocks, a pooler."""

    def __init__(self, words=100, width=32, heads=4, longest=16):
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.positions = nn.Embedding(longest, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.blocks = nn.ModuleList([Encoder(width, heads, False) for _ in range(2)])
        self.pooler = nn.Linear(width, width)
        self.head = nn.Linear(width, 5)

    def forward(self, ids, mask):
        positions = torch.arange(ids.shape[1], device=ids.device).unsqueeze(0)
        x = self.norm(self.words(ids) + self.positions(positions))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * torch.finfo(x.dtype).min
        for block in self.blocks:
            x = block(x, bias)
        return self.head(torch.tanh(self.pooler(x[:, 0])))


class BertFromEmbeddings(nn.Module):
    """The same encoder from embeddings, so that there is a gradient."""

    def __init__(self, width=32, heads=4):
        super().__init__()
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.blocks = nn.ModuleList([Encoder(width, heads, False) for _ in range(2)])
        self.pooler = nn.Linear(width, width)
        self.head = nn.Linear(width, 5)

    def forward(self, x):
        x = self.norm(x)
        for block in self.blocks:
            x = block(x)
        return self.head(torch.tanh(self.pooler(x[:, 0])))


class Odd(nn.Module):
    """What the others lack: group, instance and layer normalisation, transposed convolutions, pads, resizing, PReLU, shuffled channels, 1-D, LSTM."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1, padding_mode='reflect')
        self.group = nn.GroupNorm(2, 8)
        self.instance = nn.InstanceNorm2d(8, affine=True)
        self.up = nn.ConvTranspose2d(8, 8, 4, 2, 1)
        self.prelu = nn.PReLU(8)
        self.grouped = nn.Conv2d(8, 8, 3, padding=2, dilation=2, groups=2)
        self.head = nn.Linear(8 * 16, 6)

    def forward(self, x):
        x = F.silu(self.group(self.conv(x)))
        x = F.interpolate(self.prelu(self.instance(self.up(x))), scale_factor=0.5, mode='bilinear', align_corners=False)
        n, c, h, w = x.shape
        x = x.reshape(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)
        x = F.mish(self.grouped(x)) + F.softplus(x) * F.elu(x)
        a, b = x.chunk(2, 1)
        x = torch.cat([F.pad(a, (1, 1, 1, 1))[:, :, 1:-1, 1:-1] * torch.sigmoid(b), F.hardtanh(b)], 1)
        x = F.avg_pool2d(F.max_pool2d(x, 3, 2, 1), 2, ceil_mode=True)
        return self.head(F.layer_norm(x, (8, 4, 4)).flatten(1))


class Sequence(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(4, 12, 3, padding=1)
        self.lstm = nn.LSTM(12, 10, batch_first=True, bidirectional=True)
        self.gru = nn.GRU(20, 8, batch_first=True)
        self.head = nn.Linear(8, 4)

    def forward(self, x):
        x = F.gelu(self.conv(x), approximate='tanh').transpose(1, 2)
        return self.head(self.gru(self.lstm(x)[0])[0][:, -1])


def draw(module, generator):
    """Weights that keep the spread of values through the layers, statistics that are not those of the start."""
    for name, parameter in module.named_parameters():
        with torch.no_grad():
            if parameter.dim() > 1:
                fan = parameter[0].numel()
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * math.sqrt(1.6 / fan))
            elif 'norm' in name or 'bn' in name or parameter.shape[0] > 0 and name.endswith('weight'):
                parameter.copy_(1 + 0.3 * torch.randn(parameter.shape, generator=generator))
            else:
                parameter.copy_(0.3 * torch.randn(parameter.shape, generator=generator))
    for buffer_name, buffer in module.named_buffers():
        with torch.no_grad():
            if buffer_name.endswith('running_mean'):
                buffer.copy_(0.3 * torch.randn(buffer.shape, generator=generator))
            elif buffer_name.endswith('running_var'):
                buffer.copy_(0.5 + torch.rand(buffer.shape, generator=generator))


def images(size):
    return lambda generator: (torch.randn(2, 3, size, size, generator=generator),)


networks = {
    'residual': (Residual, images(64)),
    'mobile': (Mobile, images(64)),
    'vit': (Vit, images(32)),
    'transformer': (Torchvision, images(32)),
    'bert': (Bert, lambda g: (torch.randint(0, 100, (2, 12), generator=g), torch.tensor([[1] * 12, [1] * 8 + [0] * 4]))),
    'bert-embedded': (BertFromEmbeddings, lambda g: (torch.randn(2, 12, 32, generator=g),)),
    'odd': (Odd, images(16)),
    'sequence': (Sequence, lambda g: (torch.randn(2, 4, 9, generator=g),)),
}


def write_onnx(module, inputs, names, stem):
    """STEM-dynamo.onnx and STEM-trace.onnx, for any number of examples; the newer exporter fixes it where there is one."""
    batch = torch.export.Dim('batch')
    torch.onnx.export(module, inputs, f'{stem}-dynamo.onnx', dynamo=True, input_names=names, output_names=['logits'],
                      dynamic_shapes=tuple({0: batch} for _ in inputs) if inputs[0].shape[0] > 1 else None, verbose=False)
    torch.onnx.export(module, inputs, f'{stem}-trace.onnx', dynamo=False, input_names=names, output_names=['logits'],
                      dynamic_axes={one: {0: 'batch'} for one in [*names, 'logits']})


def begin(folder):
    """One thread, the exporters' warnings off, and the folder made."""
    torch.set_num_threads(1)
    warnings.filterwarnings('ignore')
    logging.disable(logging.WARNING)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    return target


def export(folder, name):
    make, inputs_of = networks[name]
    generator = torch.Generator().manual_seed(7)
    module = make().eval()
    draw(module, generator)
    inputs = inputs_of(generator)
    with torch.no_grad():
        spread = module(*inputs).std().item()
        if spread < 1.5:
            for parameter in module.head[-1].parameters() if isinstance(module.head, nn.Sequential) else module.head.parameters():
                parameter.mul_(2 / spread)
    differentiable = inputs[0].is_floating_point()
    if differentiable:
        inputs[0].requires_grad_(True)
    logits = module(*inputs)
    start = torch.randn(logits.shape, generator=generator)
    gradient = torch.autograd.grad((logits * start).sum(), inputs[0])[0] if differentiable else None
    inputs = tuple(value.detach() for value in inputs)
    names = [f'input{i}' for i in range(len(inputs))]
    record = {
        'names': names,
        'inputs': [{'shape': list(v.shape), 'values': v.flatten().tolist(), 'dtype': 'float32' if v.is_floating_point() else 'int32'} for v in inputs],
        'logits': {'shape': list(logits.shape), 'values': logits.flatten().tolist()},
        'deviation': logits.std().item(),
        'start': start.flatten().tolist(),
        'gradient': gradient.flatten().tolist() if differentiable else None,
    }
    (folder / f'{name}.json').write_text(json.dumps(record))
    write_onnx(module, inputs, names, folder / name)


if __name__ == '__main__':
    target = begin(sys.argv[1])
    for one in sys.argv[2:] or networks:
        export(target, one)
