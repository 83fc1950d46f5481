/** The graph as a picture with a title and the names of its lines, on the page's background. */
export interface PictureLine {
  name: string;
  color: string;
}

const LINE_PX = 18;
const MARGIN_PX = 16;
const MOST_LINES = 20;

/** Draws `chart`, as large as it is on the screen, below `title`. */
export function toPng(chart: HTMLCanvasElement, title: string, lines: readonly PictureLine[]): Promise<Blob | null> {
  const style = getComputedStyle(document.documentElement);
  const scale = devicePixelRatio;
  const width = chart.width / scale + 2 * MARGIN_PX;
  const shown = lines.slice(0, MOST_LINES);
  const height = chart.height / scale + 3 * MARGIN_PX + LINE_PX * (shown.length + 1);
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  context.scale(scale, scale);
  context.fillStyle = style.getPropertyValue("--surface");
  context.fillRect(0, 0, width, height);
  context.textBaseline = "top";
  context.font = `13px ${style.getPropertyValue("--mono")}`;
  context.fillStyle = style.getPropertyValue("--text");
  context.fillText(title.replaceAll(/\s+/g, " "), MARGIN_PX, MARGIN_PX, width - 2 * MARGIN_PX);
  context.drawImage(chart, MARGIN_PX, MARGIN_PX + LINE_PX + 8, chart.width / scale, chart.height / scale);
  let y = chart.height / scale + 2 * MARGIN_PX + LINE_PX;
  for (const line of shown) {
    context.fillStyle = line.color;
    context.fillRect(MARGIN_PX, y + 3, 10, 10);
    context.fillStyle = style.getPropertyValue("--text");
    context.fillText(line.name, MARGIN_PX + 18, y, width - 2 * MARGIN_PX - 18);
    y += LINE_PX;
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
