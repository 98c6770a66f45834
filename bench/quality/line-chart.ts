export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Axis {
  readonly label: string;
  /** Values that are written at the axis, ascending; the first and the last are its ends. */
  readonly ticks: readonly number[];
  readonly isLogarithmic?: boolean;
}

export interface LineChart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** A value of the y axis that means something, with its meaning. */
  readonly mark?: readonly [value: number, meaning: string];
}

const WIDTH = 720;
const HEIGHT = 380;
const PLOT = { left: 64, right: 470, top: 52, bottom: 324 };
const LINE_HEIGHT = 20;
// Told apart by people with the common colour blindnesses too (after Okabe and Ito), and dark or light enough on both grounds.
const COLOURS = ["#1f83d6", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9"];
const STYLE = `text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#24292f}
.title{font-size:16px;font-weight:600}.ground{fill:#fff}.grid{stroke:#d0d7de}.mark{stroke:#57606a;stroke-dasharray:5 4}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.ground{fill:#161b22}.grid{stroke:#3d444d}.mark{stroke:#9198a1}}`;

/** Draws lines with their names at their ends. The picture brings its own ground, a dark one where the reader prefers that. */
export function drawLineChart({ title, x, y, series, mark }: LineChart): string {
  const across = scale(x, PLOT.left, PLOT.right);
  const up = scale(y, PLOT.bottom, PLOT.top);
  const named = spread(series.map(({ points }) => up(points.at(-1)?.[1] ?? 0)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${escaped(title)}</title><style>${STYLE}</style>`,
    `<rect class="ground" width="100%" height="100%" rx="8"/>`,
    text(PLOT.left, 30, title, ' class="title"'),
    ...x.ticks.map((tick) => text(across(tick), PLOT.bottom + 20, shown(tick), ' text-anchor="middle"')),
    ...y.ticks.map((tick) => text(PLOT.left - 8, up(tick) + 4, shown(tick), ' text-anchor="end"')),
    ...y.ticks.map((tick) => horizontal(up(tick), "grid")),
    text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 42, x.label, ' text-anchor="middle"'),
    `<g transform="rotate(-90)">${text(-(PLOT.top + PLOT.bottom) / 2, 18, y.label, ' text-anchor="middle"')}</g>`,
    ...(mark === undefined
      ? []
      : [horizontal(up(mark[0]), "mark"), text(PLOT.left + 6, up(mark[0]) - 6, mark[1], ' font-style="italic"')]),
    ...series.flatMap((line, index) => drawn(line, { colour: COLOURS[index % COLOURS.length] ?? "", across, up })),
    ...series.map((line, index) =>
      nameOf(line, { colour: COLOURS[index % COLOURS.length] ?? "", at: named[index] ?? 0 }),
    ),
    "</svg>\n",
  ].join("\n");
}

function scale({ ticks, isLogarithmic = false }: Axis, from: number, to: number): (value: number) => number {
  const place = isLogarithmic ? Math.log : (value: number) => value;
  const [first, last] = [place(ticks[0] ?? 0), place(ticks.at(-1) ?? 1)];
  return (value) => from + ((place(value) - first) / (last - first)) * (to - from);
}

/** Heights for names as near to the wanted ones as can be without covering each other. */
function spread(wanted: readonly number[]): number[] {
  const order = [...wanted.keys()].sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const heights = [...wanted];
  let lowest = -Infinity;
  for (const index of order) {
    lowest = Math.max(wanted[index] ?? 0, lowest + LINE_HEIGHT);
    heights[index] = lowest;
  }
  return heights;
}

function drawn(
  { points }: Series,
  { colour, across, up }: { colour: string; across: (x: number) => number; up: (y: number) => number },
): string[] {
  const places = points.map(([x, y]) => [across(x).toFixed(1), up(y).toFixed(1)] as const);
  const path = places.map(([x, y]) => `${x},${y}`).join(" ");
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>`,
    ...places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="4" fill="${colour}"/>`),
  ];
}

function nameOf({ name }: Series, { colour, at }: { colour: string; at: number }): string {
  const dot = `<circle cx="${PLOT.right + 20}" cy="${at.toFixed(1)}" r="5" fill="${colour}"/>`;
  return dot + text(PLOT.right + 32, at + 4, name);
}

function horizontal(height: number, kind: string): string {
  const at = height.toFixed(1);
  return `<line class="${kind}" x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}"/>`;
}

function text(x: number, y: number, words: string, attributes = ""): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${attributes}>${escaped(words)}</text>`;
}

const shown = (value: number): string => (value >= 1000 ? `${value / 1000}k` : String(value));

const escaped = (words: string): string => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
