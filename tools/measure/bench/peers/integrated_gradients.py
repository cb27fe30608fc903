"""Integrated gradients of the predicted class' logit, by Captum; of four sizes of batch the fastest is taken."""
from captum.attr import IntegratedGradients
from fastest import fastest
from lenet import LeNet


class Benchmark:
    def __init__(self, tensors):
        self.model, self.images = LeNet(tensors).eval(), tensors["images"]
        self.method = IntegratedGradients(self.model)
        self.batch = fastest((100, 500, 1000, None), lambda batch: self.attribute(self.images, batch))

    def attribute(self, images, batch):
        target = self.model(images).argmax(1)
        return self.method.attribute(images, baselines=-1.0, target=target, n_steps=50, method="gausslegendre",
                                     internal_batch_size=batch)

    def run(self):
        return self.attribute(self.images, self.batch)

    def check(self):
        # In double precision: in single, near-ties of max-pooling make some digits differ by a hundredth of their largest value.
        self.model.double()
        relevance = self.attribute(self.images.double(), 500)
        self.model.float()
        return relevance.flatten()
