"""The thesis' LeNet in PyTorch, of modules, so that Zennit sees each step."""
from torch import nn


class LeNet(nn.Module):
    def __init__(self, tensors):
        super().__init__()
        self.conv1, self.conv2, self.pool = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5), nn.MaxPool2d(2)
        self.fc1, self.fc2, self.fc3 = nn.Linear(1024, 300), nn.Linear(300, 84), nn.Linear(84, 10)
        self.sigmoid1, self.sigmoid2, self.sigmoid3, self.sigmoid4 = (nn.Sigmoid() for _ in range(4))
        self.load_state_dict({name: tensors[name].clone() for name in self.state_dict()})

    def forward(self, x):
        x = self.pool(self.sigmoid1(self.conv1(x)))
        x = self.sigmoid2(self.conv2(x)).flatten(1)
        return self.fc3(self.sigmoid4(self.fc2(self.sigmoid3(self.fc1(x)))))
