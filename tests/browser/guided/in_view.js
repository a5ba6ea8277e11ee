// What of the player is out of view, cropped or covered, with a text size on a screen of this size.
([look, width, height]) => {
  document.documentElement.dataset.size = look;
  if (innerWidth !== width || innerHeight !== height) return [`is ${innerWidth}x${innerHeight}`];
  const faults = [];
  const wanted = "[data-count], [data-caution], #hurts, #stop, #pause, #skip, #feel, #did";
  const shown = [...document.querySelectorAll(wanted)].filter((each) =>
    each.checkVisibility({ visibilityProperty: true }) && each.textContent.trim()
  );
  for (const each of shown) {
    const { left, top, right, bottom } = each.getBoundingClientRect();
    const place = [left, top, right, bottom].map(Math.round).join(" ");
    if (left < 0 || top < 0 || right > width + 0.5 || bottom > height + 0.5) {
      faults.push(`${each.id} at ${place}`);
    }
    if (each.clientWidth && each.scrollWidth > each.clientWidth + 1) {
      faults.push(`${each.id} is cropped`);
    }
    for (const share of [0.1, 0.5, 0.9]) {
      const over = document.elementFromPoint((left + right) / 2, top + share * (bottom - top));
      if (over && !each.contains(over) && !over.contains(each)) {
        faults.push(`${each.id} lies under ${over.id || over.className}`);
        break;
      }
    }
  }
  for (const id of ["hurts", "stop", "pause"]) {
    if (!shown.some((each) => each.id === id)) faults.push(`no ${id}`);
  }
  // A real phone keeps its screen on, and says nothing of that.
  document.getElementById("not-awake").hidden = true;
  const words = document.getElementById("instruction");
  const isCut = words.scrollHeight > words.clientHeight + 2;
  if (height > width && words.checkVisibility({ visibilityProperty: true }) && isCut) {
    faults.push(`${words.scrollHeight} px of words in ${words.clientHeight}`);
  }
  const count = shown.find((each) => each.id === "count");
  if (count && document.documentElement.dataset.stage !== "soak") {
    const size = parseFloat(getComputedStyle(count).fontSize);
    if (size < (look === "3" ? 96 : 72)) faults.push(`count of ${size} px`);
  }
  return faults;
};
