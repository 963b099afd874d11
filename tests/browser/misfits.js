// What does not fit the window as it is: what sticks out to the right, parts of the header that overlap each
// other or the content, and what a finger can't meet: controls below 24 by 24 CSS pixels (WCAG 2.2, 2.5.8).
() => {
  const found = [];
  const box = (one) => one.getBoundingClientRect();
  const seen = (one) => box(one).width > 1 && box(one).height > 1 && getComputedStyle(one).visibility !== "hidden";
  const told = (one) => one.outerHTML.slice(0, 120).replace(/\s+/g, " ");
  const root = document.documentElement;

  const scrolls = (one) => one && one !== root && one !== document.body
    && (/auto|scroll|hidden|clip/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  if (root.scrollWidth > root.clientWidth) {
    const out = [...document.body.querySelectorAll("*")].filter(
      (one) => seen(one) && box(one).right > root.clientWidth + 1 && !scrolls(one.parentElement));
    found.push(`${root.scrollWidth} px wide: ${out.slice(0, 3).map(told).join(" | ")}`);
  }

  const parts = [...document.querySelectorAll(".band a, .band button, .band input:not([type=hidden]), .band__who > span")];
  const shown = parts.filter(seen);
  shown.forEach((one, place) => shown.slice(place + 1).forEach((other) => {
    const [a, b] = [box(one), box(other)];
    const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    if (!apart) found.push(`overlap: ${told(one)} and ${told(other)}`);
  }));
  const [band, frame] = [".band", ".frame"].map((name) => document.querySelector(name));
  if (band && frame && box(band).bottom > box(frame).top + 1) found.push("the header lies on the content");

  const controls = "button, select, textarea, summary, input:not([type=hidden]), nav a, .govuk-button, .band a";
  [...document.querySelectorAll(controls)].filter(seen).forEach((one) => {
    const ticked = ["checkbox", "radio"].includes(one.type) && one.labels && one.labels[0];
    const target = ticked && box(ticked).height > box(one).height ? box(ticked) : box(one);
    if (target.width < 23.5 || target.height < 23.5) {
      found.push(`${Math.round(target.width)} by ${Math.round(target.height)} px: ${told(one)}`);
    }
  });
  return found.slice(0, 5);
}
