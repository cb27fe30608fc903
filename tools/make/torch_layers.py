"""State dicts of PyTorch with what their networks answer, for the tests of loadStateDict.

Run as: python tools/make/torch_layers.py (PyTorch 2, safetensors); writes packages/files/test/fixtures/torch-*.safetensors.
"""

from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

out = Path(__file__).parents[2] / "packages" / "files" / "test" / "fixtures"


class Pictures(nn.Module):
    """Two branches over pictures of 6 × 5, flattened and joined; normalised as a vector."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.PReLU(4))
        self.depth = nn.Conv2d(4, 8, 3, groups=4)
        self.up = nn.ConvTranspose2d(8, 2, 2, stride=2)
        self.slope = nn.PReLU()
        self.norm = nn.BatchNorm1d(4 * 30 + 2 * 8 * 6)
        self.head = nn.Linear(4 * 30 + 2 * 8 * 6, 3)

    def forward(self, x):
        a = self.stem(x)
        b = self.slope(self.up(self.depth(a)))
        return self.head(self.norm(torch.cat([torch.flatten(a, 1), torch.flatten(b, 1)], 1)))


class Words(nn.Module):
    """Word vectors through recurrent layers, in both directions and stacked, and a convolution whose places are flattened."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(7, 4)
        self.both = nn.LSTM(4, 3, batch_first=True, bidirectional=True)
        self.stack = nn.LSTM(6, 5, num_layers=2, batch_first=True)
        self.norm = nn.LayerNorm(5)
        self.plain = nn.RNN(5, 3, batch_first=True)
        self.conv = nn.Conv1d(5, 2, 3)
        self.head = nn.Linear(2 * 4 + 3, 2)

    def forward(self, x):
        a = self.norm(self.stack(self.both(self.words(x))[0])[0])
        b = torch.flatten(self.conv(a.transpose(1, 2)), 1)
        return self.head(torch.cat([b, self.plain(a)[0][:, -1]], 1))


class Decoder(nn.Module):
    """A vector that becomes a picture."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 4 * 2 * 3)
        self.norm = nn.BatchNorm1d(4 * 2 * 3)
        self.up = nn.ConvTranspose2d(4, 2, 2, stride=2)

    def forward(self, z):
        return self.up(torch.relu(self.norm(self.first(z))).view(-1, 4, 2, 3))


def save(name, model, x, dtypes=()):
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.uniform_(module.running_mean, -0.5, 0.5)
            nn.init.uniform_(module.running_var, 0.5, 2)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
        if isinstance(module, nn.PReLU):
            nn.init.uniform_(module.weight, 0.1, 0.6)
    state = {key: value.to(dict(dtypes).get(key, value.dtype)) for key, value in model.state_dict().items()}
    model.load_state_dict(state)
    model.eval()
    with torch.no_grad():
        y = model(x)
    tensors = {f"module.{key}": value for key, value in state.items()}
    save_file({**tensors, "x": x.int() if x.dtype == torch.int64 else x, "y": y}, out / f"torch-{name}.safetensors")


torch.manual_seed(3)
halves = {"head.weight": torch.float16, "depth.weight": torch.bfloat16, "stem.0.weight": torch.float64}
save("pictures", Pictures(), torch.rand(2, 3, 6, 5), halves)
save("words", Words(), torch.randint(0, 7, (2, 6)))
save("decoder", Decoder(), torch.randn(2, 3))
