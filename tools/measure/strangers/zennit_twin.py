"""What Zennit gives for a PyTorch twin of a graph model: python zennit_twin.py FOLDER.

    pip install torch && pip install --no-deps --ignore-requires-python zennit==1.0.0

FOLDER has twin.json, the nodes of the graph in order, and twin.bin, its constants and the pictures; writes twin.maps.json and NAME.bin for each map.
Relevance ends at the input of the first convolution: what scales pixels before it is no layer of Zennit's.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).parents[1] / 'bench' / 'peers'))
import no_torchvision  # noqa: E402, F401, before Zennit
from zennit.attribution import Gradient  # noqa: E402
from zennit.composites import EpsilonAlpha2Beta1, EpsilonPlus, LayerMapComposite, layer_map_base  # noqa: E402
from zennit.layer import Sum  # noqa: E402
from zennit.rules import AlphaBeta, Epsilon  # noqa: E402
from zennit.types import Convolution  # noqa: E402


def same_padding(sizes, kernel, strides):
    """What TensorFlow adds before and after each axis, the last axis first as F.pad has it; more of it after where it is odd."""
    pads = []
    for size, k, s in zip(reversed(sizes), reversed(kernel), reversed(strides)):
        missing = max((-(-size // s) - 1) * s + k - size, 0)
        pads += [missing // 2, missing - missing // 2]
    return pads


class Twin(nn.Module):
    """One module for each node that has weights or a rule; values have channels first."""

    def __init__(self, record, constants):
        super().__init__()
        self.nodes, self.constants = record['nodes'], constants
        self.output = record['output']
        self.layers = nn.ModuleDict()
        for i, node in enumerate(self.nodes):
            layer = self.layer(node)
            if layer is not None:
                self.layers[f'layer{i}'] = layer
            activation = next((one for one in node.get('fused', []) if one != 'BiasAdd'), None)
            if activation is not None:
                self.layers[f'activation{i}'] = {'Relu': nn.ReLU, 'Relu6': nn.ReLU6}[activation]()

    def layer(self, node):
        op = node['op']
        given = [self.constants.get(one) for one in node['inputs']]
        if op in ('_FusedConv2D', 'Conv2D', 'FusedDepthwiseConv2dNative', 'DepthwiseConv2dNative'):
            kernel = given[1].permute(3, 2, 0, 1)
            groups = 1
            if 'Depthwise' in op:
                groups, multiplier = given[1].shape[2], given[1].shape[3]
                kernel = given[1].permute(2, 3, 0, 1).reshape(groups * multiplier, 1, *given[1].shape[:2])
            bias = given[2] if 'BiasAdd' in node.get('fused', []) else None
            conv = nn.Conv2d(kernel.shape[1] * groups, kernel.shape[0], kernel.shape[2:], node['strides'], groups=groups, dilation=node['dilations'], bias=bias is not None)
            conv.weight = nn.Parameter(kernel.contiguous(), requires_grad=False)
            if bias is not None:
                conv.bias = nn.Parameter(bias, requires_grad=False)
            return conv
        if op in ('_FusedMatMul', 'MatMul'):
            dense = nn.Linear(*given[1].shape, bias=len(given) > 2)
            dense.weight = nn.Parameter(given[1].t().contiguous(), requires_grad=False)
            if len(given) > 2:
                dense.bias = nn.Parameter(given[2], requires_grad=False)
            return dense
        if op in ('Add', 'AddV2') and given[0] is None and given[1] is None:
            return Sum()
        if op in ('Mean', 'AvgPool'):
            return nn.AdaptiveAvgPool2d(1)
        if op == 'Relu':
            return nn.ReLU()
        if op == 'MaxPool':
            return nn.MaxPool2d(node['kernel'], node['strides'])
        return None

    def forward(self, x):
        """From the input of the first convolution, which is given."""
        values = {}
        for i, node in enumerate(self.nodes):
            op, name = node['op'], node['name']
            layer = self.layers[f'layer{i}'] if f'layer{i}' in self.layers else None
            inputs = [values.get(one) for one in node['inputs']]
            if isinstance(layer, (nn.Conv2d, nn.MaxPool2d)):
                # All that comes before the first convolution is preparation of pixels.
                value = x if inputs[0] is None else inputs[0]
                if node['padding'] == 'SAME':
                    window = layer.kernel_size if isinstance(layer, nn.Conv2d) else node['kernel']
                    filling = 0.0 if isinstance(layer, nn.Conv2d) else -torch.inf
                    value = F.pad(value, same_padding(value.shape[2:], window, node['strides']), value=filling)
                value = layer(value)
            elif isinstance(layer, Sum):
                value = layer(torch.stack(inputs, -1))
            elif layer is not None:
                value = layer(inputs[0])
            elif op in ('Squeeze', 'Reshape'):
                # The order of what is flattened is that of channels last.
                value = inputs[0].permute(0, 2, 3, 1).flatten(1) if inputs[0].dim() == 4 else inputs[0]
            elif op in ('Softmax', 'Identity', 'Placeholder') or all(one is None for one in inputs):
                continue
            else:
                raise NotImplementedError(op)
            if f'activation{i}' in self.layers:
                value = self.layers[f'activation{i}'](value)
            if op == 'Mean':
                value = value.flatten(1)
            values[name] = value
        return values[self.output]


folder = Path(sys.argv[1])
torch.set_num_threads(1)
record = json.loads((folder / 'twin.json').read_text())
numbers = np.fromfile(folder / 'twin.bin', dtype=np.float32)


def tensor(where):
    size = int(np.prod(where['shape']))
    return torch.from_numpy(numbers[where['start']:where['start'] + size].copy()).reshape(where['shape'])


def composites(stabilizer, epsilon):
    return {
        'alpha-beta': LayerMapComposite(layer_map_base(stabilizer) + [((Convolution, nn.Linear), AlphaBeta(stabilizer=stabilizer))]),
        'epsilon': LayerMapComposite(layer_map_base(stabilizer) + [((Convolution, nn.Linear), Epsilon(epsilon))]),
        'epsilon-plus': EpsilonPlus(epsilon, stabilizer),
        'epsilon-alpha2-beta1': EpsilonAlpha2Beta1(epsilon, stabilizer),
    }


def maps(precision, stabilizer=1e-6, epsilon=1e-6):
    constants = {name: tensor(where).to(precision) for name, where in record['constants'].items()}
    twin = Twin(record, constants).to(precision).eval()
    x = tensor(record['pictures']).to(precision).permute(0, 3, 1, 2)
    logits = twin(x)
    found = {}
    for name, composite in composites(stabilizer, epsilon).items():
        start = torch.zeros_like(logits)
        for image, one in enumerate(record['classes']):
            start[image, one] = logits[image, one]
        with Gradient(twin, composite) as attributor:
            _, relevance = attributor(x.clone(), start)
        found[name] = relevance.detach().permute(0, 2, 3, 1).double()
    return logits, found


logits, exact = maps(torch.float64)
_, single = maps(torch.float32)
_, unstabilised = maps(torch.float64, 1e-12)


def compared(a, b):
    off = (a - b).abs() / a.abs().max()
    return {'largest': off.max().item(), 'near': (off <= 1e-4).double().mean().item()}


result = {'logits': logits.flatten().tolist(), 'maps': {}}
for name, relevance in exact.items():
    relevance.numpy().astype(np.float32).tofile(folder / f'{name}.bin')
    result['maps'][name] = {'single': compared(relevance, single[name]), 'unstabilised': compared(relevance, unstabilised[name])}
(folder / 'twin.maps.json').write_text(json.dumps(result))
print(json.dumps(result), flush=True)
