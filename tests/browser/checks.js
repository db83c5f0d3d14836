// What can be checked of a page by rule: names, labels, contrast, focus rings, nothing cut off. Gives what is wrong.
() => {
  const wrong = [];
  const told = (node) => `${node.tagName.toLowerCase()}${node.id ? `#${node.id}` : ""} “${node.textContent.trim().slice(0, 30)}”`;
  const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  const text = (ids) => ids.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();

  function name(node) {
    const labelled = node.getAttribute("aria-labelledby");
    const labels = [...(node.labels ?? [])].map((label) => label.textContent).join(" ").trim();
    return (labelled && text(labelled)) || node.getAttribute("aria-label") || labels || node.textContent.trim() || node.alt || "";
  }

  function rgba(colour) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }

  function ground(node) {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  }

  function light([red, green, blue]) {
    const part = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  }

  function contrast(node) {
    const [dark, bright] = [light(rgba(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  }

  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of ids.filter((id, place) => ids.indexOf(id) !== place)) wrong.push(`two have the id ${id}`);
  if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
  if (!document.documentElement.lang || !document.title || !document.querySelector("main")) wrong.push("no lang, title or main");
  for (const node of document.querySelectorAll("[aria-describedby], [aria-labelledby]")) {
    for (const kind of ["aria-describedby", "aria-labelledby"]) {
      if (node.getAttribute(kind) && !text(node.getAttribute(kind))) wrong.push(`${told(node)}: ${kind} leads to nothing`);
    }
  }

  for (const node of document.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea, summary, [tabindex], img")) {
    if (!seen(node)) continue;
    if (!name(node)) wrong.push(`${told(node)} has no name`);
    const box = node.getBoundingClientRect();
    if (box.left < 0 || box.right > innerWidth + 0.5) wrong.push(`${told(node)} is cut off`);
    if (node.tagName === "IMG" || node.disabled) continue;
    node.focus({ focusVisible: true });
    const ring = getComputedStyle(node);
    if (document.activeElement !== node) wrong.push(`${told(node)} cannot have the focus`);
    else if (ring.outlineStyle === "none" || Number.parseFloat(ring.outlineWidth) < 2) wrong.push(`${told(node)} has no focus ring`);
  }
  document.activeElement.blur();

  for (const node of document.querySelectorAll("body *")) {
    const speaks = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    if (!speaks || !seen(node) || node.closest(":disabled, .unseen") || node.closest("optgroup, option")) continue;
    if (contrast(node) < 4.5) wrong.push(`${told(node)} has a contrast of ${contrast(node).toFixed(1)}`);
    if (Number.parseFloat(getComputedStyle(node).fontSize) < 11) wrong.push(`${told(node)} is smaller than 11 px`);
  }
  if (document.documentElement.scrollWidth > innerWidth) wrong.push("the page is wider than the window");
  return [...new Set(wrong)];
}
