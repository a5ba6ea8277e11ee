"""What is seen of an element: the brightness of its pixels in a screenshot."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from playwright.sync_api import Locator

READ = """
  async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    let grey = "";
    for (let i = 0; i < data.length; i += 4) {
      const shade = .2126 * data[i] + .7152 * data[i + 1] + .0722 * data[i + 2];
      grey += String.fromCharCode(Math.round(shade));
    }
    return { width: image.width, grey: btoa(grey) };
  }
"""


@dataclass(frozen=True)
class Pixels:
    """Brightness from 0 to 255, row by row."""

    width: int
    grey: bytes

    @property
    def height(self) -> int:
        return len(self.grey) // self.width

    @property
    def ground(self) -> int:
        """The brightness that most of its upper edge has, without the row that it may share."""
        edge = self.grey[2 * self.width : 4 * self.width]
        return max(set(edge), key=edge.count)

    @property
    def share_of_ink(self) -> float:
        """How much of it stands out from its ground, as black does from mid-grey."""
        ground = max(set(self.grey), key=self.grey.count)
        return sum(abs(shade - ground) > 110 for shade in self.grey) / len(self.grey)

    def at(self, across: float, down: float) -> int:
        """At a place given in shares of width and height."""
        x, y = int(across * self.width), int(down * self.height)
        return self.grey[y * self.width + x]


def pixels_of(element: Locator) -> Pixels:
    image = base64.b64encode(element.screenshot(animations="disabled")).decode()
    read = element.page.evaluate(READ, image)
    return Pixels(read["width"], base64.b64decode(read["grey"]))
