// Draws terminal text with ANSI colours (SGR sequences) as an SVG picture.

const CELL_WIDTH = 8.4;
const LINE_HEIGHT = 19;
const PADDING = 16;
const FOREGROUND = "#d6deeb";
const BACKGROUND = "#0f1b2d";

/** The sixteen colours by SGR number, 30 to 37 and 90 to 97. */
const COLOURS = {
  30: "#4b5a70",
  31: "#ff6b6b",
  32: "#7bd88f",
  33: "#f5d76e",
  34: "#6cb6ff",
  35: "#d3a4ff",
  36: "#5ccfe6",
  37: "#d6deeb",
  90: "#8292a8",
  91: "#ff8a8a",
  92: "#a5e8b3",
  93: "#ffe79a",
  94: "#9ccfff",
  95: "#e3c5ff",
  96: "#9be7f5",
  97: "#ffffff",
};

const PLAIN = { colour: FOREGROUND, bold: false, dim: false };

function applyCode(style, code) {
  if (code === 0) return PLAIN;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, colour: FOREGROUND };
  return COLOURS[code] === undefined ? style : { ...style, colour: COLOURS[code] };
}

function escapeXml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function drawSpan(text, column, style) {
  if (text.trim() === "") return "";
  const weight = style.bold ? ' font-weight="bold"' : "";
  const opacity = style.dim ? ' opacity="0.65"' : "";
  const x = (PADDING + column * CELL_WIDTH).toFixed(1);
  const length = ([...text].length * CELL_WIDTH).toFixed(1);
  return `<tspan x="${x}" textLength="${length}" fill="${style.colour}"${weight}${opacity}>${escapeXml(text)}</tspan>`;
}

/** One line as `<text>`; a style stays in force until the next sequence, across lines. */
function drawLine(line, row, startStyle) {
  let style = startStyle;
  let column = 0;
  let spans = "";
  // Splitting by a captured group leaves texts at even places and the codes between them at odd ones.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ESC begins every sequence looked for here
  for (const [place, part] of line.split(/\u001b\[([\d;]*)m/).entries()) {
    if (place % 2 === 1) {
      style = part.split(";").map(Number).reduce(applyCode, style);
    } else {
      spans += drawSpan(part, column, style);
      column += [...part].length;
    }
  }
  const y = PADDING + (row + 0.75) * LINE_HEIGHT;
  return { text: `<text y="${y.toFixed(1)}">${spans}</text>`, style };
}

/**
 * @param {string} screen lines of text with SGR sequences; other control sequences must be gone
 * @param {number} columns the terminal's width
 * @returns {string} an SVG document
 */
export function drawScreen(screen, columns) {
  let style = PLAIN;
  const lines = screen.split("\n").map((line, row) => {
    const drawn = drawLine(line, row, style);
    style = drawn.style;
    return drawn.text;
  });
  const width = Math.ceil(columns * CELL_WIDTH + 2 * PADDING);
  const height = lines.length * LINE_HEIGHT + 2 * PADDING;
  const font = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="${font}" font-size="14" xml:space="preserve">`,
    ...lines,
    "</g>",
    "</svg>\n",
  ].join("\n");
}
