"""A small PyTorch network that tells four strokes apart, its weights, and a check of what it answers.

pip install torch onnx onnxscript safetensors && python strokes.py
"""

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)


class Strokes(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 12, 3, stride=2, padding=1)
        self.fc1 = nn.Linear(12 * 4 * 5, 24)
        self.fc2 = nn.Linear(24, 4)

    def forward(self, x):  # [n, 3, 16, 20]
        x = F.relu(self.norm1(self.conv1(x)))  # [n, 8, 16, 20]
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)  # [n, 12, 4, 5]
        return self.fc2(F.relu(self.fc1(torch.flatten(x, 1))))


def strokes(labels):
    """Noise in [0, 1] with one coloured stroke each: level (0), upright, falling or rising (3)."""
    images = 0.3 * torch.rand(len(labels), 3, 16, 20)
    for image, label in zip(images, labels):
        row, column = torch.randint(4, 12, ()), torch.randint(4, 16, ())
        down, right = [(0, 1), (1, 0), (1, 1), (-1, 1)][label]
        colour = 0.5 + 0.5 * torch.rand(3)
        for step in range(-4, 5):
            y, x = row + step * down, column + step * right
            if 0 <= y < 16 and 0 <= x < 20:
                image[:, y, x] = colour
    return images


model = Strokes()
optimizer = torch.optim.Adam(model.parameters(), 3e-3)
for _ in range(400):
    labels = torch.randint(4, (64,))
    optimizer.zero_grad()
    F.cross_entropy(model(strokes(labels)), labels).backward()
    optimizer.step()

model.eval()
with torch.no_grad():
    labels = torch.tensor([0, 1, 2, 3, 2, 0])
    images = strokes(labels)
    save_file(model.state_dict(), "strokes.safetensors")
    torch.onnx.export(model.eval(), (images,), "strokes.onnx", dynamic_shapes=[{0: "batch"}], external_data=False)
    save_file({"images": images, "logits": model(images), "labels": labels}, "strokes-check.safetensors")
    labels = torch.randint(4, (2000,))
    right = model(strokes(labels)).argmax(1) == labels
    print("right:", right.float().mean().item())
