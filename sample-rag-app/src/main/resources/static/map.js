// The map: every passage a point, near in meaning is near on the page. A canvas to see, a list for those who cannot.

import { call } from "./api.js";
import { $, el } from "./dom.js";
import { openDocument } from "./passage.js";
import { explain, onLanguage, t } from "./words.js";

const MARGIN = 36;
const NEAREST = 14; // px from the pointer at which a point is meant
const MOST_ZOOM = 40;

let documents = [];
let stale = true;
let data = null; // { points, sampled, total }
let groups = []; // the documents or tags in the order of their names: { name, points, hue }
let by = "document";
let view = { scale: 1, x: 0, y: 0 }; // of the unit square, after fitting; x and y in px
let pointed = null;
let dragging = null;
const fingers = new Map();

const canvas = () => $("map");
const dark = matchMedia("(prefers-color-scheme: dark)");

/** Draws the map, and fetches it where it is not known or the documents have changed. */
export async function showMap() {
  if (!stale) return draw();
  stale = false;
  $("map-box").setAttribute("aria-busy", "true");
  say(t.mapLoading);
  try {
    const known = await call("api/map");
    if (known.points.length === 0) { data = null; canvas().hidden = true; $("map-list").hidden = true; return say(t.mapEmpty); }
    data = known;
    say("");
    arrange();
  } catch (problem) {
    stale = true;
    say(explain(problem), true);
  } finally {
    $("map-box").setAttribute("aria-busy", "false");
  }
}

export function knowDocuments(known) {
  if (JSON.stringify(known) === JSON.stringify(documents)) return;
  documents = known;
  stale = true;
  if (!$("view-map").hidden) showMap();
}

function say(text, failed = false) {
  $("map-message").hidden = !text;
  $("map-message").className = failed ? "error" : "map-message";
  $("map-message").replaceChildren(text, ...failed ? [" ", el("button", { class: "link", type: "button", onclick: showMap }, t.again)] : []);
}

/** Puts the points into groups, and these into colours and a list. */
function arrange() {
  if (!data) return;
  const tagsOf = new Map(documents.map(d => [d.id, d.tags]));
  const tagged = documents.some(d => d.tags.length);
  $("colour").hidden = !tagged;
  const nameOf = point => by === "tag" && tagged ? tagsOf.get(point.documentId)?.[0] ?? t.untagged : point.title;
  const named = new Map();
  for (const point of data.points) {
    const key = by === "tag" && tagged ? nameOf(point) : point.documentId;
    if (!named.has(key)) named.set(key, { name: nameOf(point), points: [] });
    named.get(key).points.push(point);
  }
  groups = [...named.values()];
  // Colours go round from the left to the right, so that neighbours on the map are told apart by what is far on the wheel.
  const middle = points => points.reduce((sum, p) => sum + p.x, 0) / points.length;
  groups.sort((a, b) => middle(a.points) - middle(b.points)).forEach((group, i) => { group.hue = Math.round(i * 137.508) % 360; });
  groups.forEach(group => {
    const { x, y } = medoid(group.points); // the name stands at one of the points, for the middle may be far from all
    Object.assign(group, { x, y });
    group.points.forEach(point => { point.group = group; });
  });
  const count = new Set(data.points.map(p => p.documentId)).size;
  $("map-note").textContent = data.sampled < data.total ? t.mapNote(data.sampled, data.total) : t.mapCount(data.total, count);
  canvas().hidden = false;
  list();
  draw();
}

/** The point nearest to all others, as good as; of many points some are asked. */
function medoid(points) {
  const some = points.filter((_, i) => i % Math.ceil(points.length / 60) === 0);
  const far = a => some.reduce((sum, b) => sum + Math.hypot(a.x - b.x, a.y - b.y), 0);
  return some.map(point => [far(point), point]).reduce((a, b) => b[0] < a[0] ? b : a)[1];
}

function list() {
  $("map-list").hidden = false;
  $("map-groups").replaceChildren(...[...groups].sort((a, b) => a.name.localeCompare(b.name, "tr")).map(group => el("li", {},
    el("h2", {}, group.name),
    el("ul", {}, ...[...group.points].sort((a, b) => a.title.localeCompare(b.title, "tr") || a.chunk - b.chunk).map(point => el("li", {},
      el("button", { class: "link", type: "button", onclick: () => openPoint(point) }, by === "tag" ? `${point.title}: ${point.text}` : point.text)))))));
}

// ---------------------------------------------------------------- drawing

const size = () => { const { clientWidth, clientHeight } = canvas(); return [clientWidth, clientHeight]; };

function place({ x, y }) {
  const [width, height] = size();
  return [view.x + view.scale * (MARGIN + x * (width - 2 * MARGIN)), view.y + view.scale * (MARGIN + y * (height - 2 * MARGIN))];
}

function draw() {
  if (!data || $("view-map").hidden) return;
  const [width, height] = size();
  const ratio = devicePixelRatio || 1;
  if (canvas().width !== Math.round(width * ratio)) canvas().width = Math.round(width * ratio);
  if (canvas().height !== Math.round(height * ratio)) canvas().height = Math.round(height * ratio);
  const paint = canvas().getContext("2d");
  paint.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint.clearRect(0, 0, width, height);
  const style = getComputedStyle(document.documentElement);
  const card = style.getPropertyValue("--card");
  const lightness = dark.matches ? 66 : 44;
  const radius = Math.max(3, Math.min(7, 60 / Math.sqrt(data.points.length))) * Math.min(2, Math.sqrt(view.scale));
  for (const point of data.points) {
    const [x, y] = place(point);
    if (x < -9 || y < -9 || x > width + 9 || y > height + 9) continue;
    const faded = pointed && pointed.group !== point.group;
    paint.globalAlpha = faded ? 0.25 : 0.85;
    paint.fillStyle = `hsl(${point.group.hue} 62% ${lightness}%)`;
    paint.beginPath();
    paint.arc(x, y, point === pointed ? radius + 3 : radius, 0, 2 * Math.PI);
    paint.fill();
  }
  paint.globalAlpha = 1;
  labels(paint, width, height, card);
}

/** The groups' names where there is room for them, the large groups first. */
function labels(paint, width, height, card) {
  const taken = [];
  const narrow = width < 500;
  paint.font = `${by === "tag" ? 600 : 500} ${narrow ? 11 : 12.5}px system-ui, sans-serif`;
  paint.textAlign = "center";
  paint.textBaseline = "middle";
  paint.lineJoin = "round";
  const inOrder = [...groups].sort((a, b) => (b === pointed?.group) - (a === pointed?.group) || b.points.length - a.points.length);
  for (const group of inOrder) {
    if (pointed && pointed.group !== group) continue;
    let [x, y] = place(group);
    const text = group.name.length > 32 ? `${group.name.slice(0, 30)}…` : group.name;
    const half = paint.measureText(text).width / 2 + 4;
    if (x < 0 || y < 0 || x > width || y > height) continue;
    x = Math.max(half, Math.min(width - half, x));
    y = Math.max(10, y - 15);
    const box = [x - half, y - 9, x + half, y + 9];
    if (taken.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
    taken.push(box);
    paint.strokeStyle = card;
    paint.lineWidth = 4;
    paint.strokeText(text, x, y);
    paint.fillStyle = `hsl(${group.hue} 45% ${dark.matches ? 82 : 26}%)`;
    paint.fillText(text, x, y);
  }
}

// ---------------------------------------------------------------- moving about

function zoom(factor, x = size()[0] / 2, y = size()[1] / 2) {
  const scale = Math.max(1, Math.min(MOST_ZOOM, view.scale * factor));
  const by = scale / view.scale;
  view = { scale, x: x - by * (x - view.x), y: y - by * (y - view.y) };
  move(0, 0);
}

/** Never so far that the map is lost from sight. */
function move(x, y) {
  const [width, height] = size();
  view.x = Math.min(0, Math.max(width * (1 - view.scale), view.x + x));
  view.y = Math.min(0, Math.max(height * (1 - view.scale), view.y + y));
  canvas().classList.toggle("zoomed", view.scale > 1); // a finger moves the map, and no longer the page
  point(null);
  draw();
}

function all() {
  view = { scale: 1, x: 0, y: 0 };
  move(0, 0);
}

function nearest(x, y) {
  let found = null;
  let distance = NEAREST ** 2;
  for (const candidate of data?.points ?? []) {
    const [px, py] = place(candidate);
    const d = (px - x) ** 2 + (py - y) ** 2;
    if (d < distance) { distance = d; found = candidate; }
  }
  return found;
}

function point(found) {
  if (found === pointed) return;
  pointed = found;
  const tip = $("map-tip");
  tip.hidden = !found;
  canvas().classList.toggle("pointing", Boolean(found));
  if (found) {
    tip.replaceChildren(el("b", {}, found.title), el("span", {}, found.text));
    const [x, y] = place(found);
    const [width, height] = size();
    tip.style.left = `${Math.max(8, Math.min(width - tip.offsetWidth - 8, x + 14))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > height ? Math.max(8, y - 18 - tip.offsetHeight) : y + 18}px`;
  }
  draw();
}

async function openPoint({ documentId, chunk }) {
  try {
    const { chunks } = await call(`api/documents/${documentId}`);
    const place = chunks.find(c => c.position === chunk);
    openDocument(documentId, place?.start, place?.end);
  } catch {
    openDocument(documentId, null, null); // which says what is wrong
  }
}

export function startMap() {
  const at = event => [event.offsetX, event.offsetY];
  canvas().addEventListener("pointerdown", event => {
    canvas().setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    dragging = { from: at(event), last: at(event), moved: false };
  });
  canvas().addEventListener("pointermove", event => {
    const [x, y] = at(event);
    if (!fingers.has(event.pointerId)) return point(nearest(x, y));
    const before = [...fingers.values()];
    fingers.set(event.pointerId, [x, y]);
    const now = [...fingers.values()];
    if (now.length === 2) {
      const distance = ([a, b]) => Math.hypot(a[0] - b[0], a[1] - b[1]);
      dragging.moved = true;
      zoom(distance(now) / (distance(before) || 1), (now[0][0] + now[1][0]) / 2, (now[0][1] + now[1][1]) / 2);
    } else if (dragging) {
      dragging.moved ||= Math.hypot(x - dragging.from[0], y - dragging.from[1]) > 4;
      if (dragging.moved) move(x - dragging.last[0], y - dragging.last[1]);
      dragging.last = [x, y];
    }
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas().addEventListener(name, event => {
      fingers.delete(event.pointerId);
      const found = nearest(...at(event));
      if (name === "pointerup" && dragging && !dragging.moved && found) openPoint(found);
      if (fingers.size === 0) dragging = null;
    });
  }
  canvas().addEventListener("pointerleave", () => point(null));
  canvas().addEventListener("wheel", event => {
    if (view.scale === 1 && event.deltaY > 0) return; // the page may scroll on
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), ...at(event));
  }, { passive: false });
  canvas().addEventListener("keydown", event => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (step) move(...step);
    else if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0") all();
    else return;
    event.preventDefault();
  });
  $("zoom-in").addEventListener("click", () => zoom(1.5));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.5));
  $("zoom-all").addEventListener("click", all);
  for (const input of document.querySelectorAll("input[name=colour]")) {
    input.addEventListener("change", () => { by = input.value; point(null); arrange(); });
  }
  new ResizeObserver(draw).observe(canvas());
  dark.addEventListener("change", draw);
  onLanguage(() => arrange());
}
