// Draws the figures: every element with class "chart" has an entry of the same id in the page's data.
// Colours are CSS variables, so that light, dark and print need no second drawing.

const INK = "var(--ink)", SOFT = "var(--ink-2)", RULE = "var(--rule)", AXIS = "var(--rule-2)";
const FONT = getComputedStyle(document.documentElement).getPropertyValue("--text");
const SYMBOLS = ["circle", "diamond", "triangle", "rect", "circle", "diamond", "triangle", "rect"];
const DASHES = ["solid", [7, 3], [2, 2], [9, 3, 2, 3], "solid", [7, 3], [2, 2], [9, 3, 2, 3]];

const color = (index) => `var(--m${index % 8})`;
const escaped = (text) => echarts.format.encodeHTML(String(text));

/** Four significant digits with a true minus sign. */
function number(value) {
  if (typeof value !== "number") return String(value);
  const text = Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential(2) : String(Number(value.toPrecision(4)));
  return text.replaceAll("-", "\u2212");
}

/** Ticks are round already; all their digits tell them apart. */
const tick = (v) => (Math.abs(v) >= 1e6 ? number(v) : String(Number(v.toPrecision(10))).replaceAll("-", "\u2212"));

function axis(spec, vertical) {
  const base = {
    name: spec.name, nameLocation: "middle", nameGap: vertical ? 46 : 26,
    nameTextStyle: { color: SOFT, fontSize: 12 },
    axisLabel: { color: SOFT, fontSize: 11, hideOverlap: true },
    axisLine: { show: true, onZero: false, lineStyle: { color: AXIS } },
    axisTick: { show: true, lineStyle: { color: AXIS }, length: 4 },
    splitLine: { show: false },
  };
  if (spec.categories) {
    // A linear scale with named rows: dots of one row can then stand above each other.
    const rows = spec.categories.length;
    return { ...base, type: "value", min: -0.6, max: rows - 0.4, interval: 1, name: "",
      axisLine: { show: false }, axisTick: { show: false }, axisLabel: { show: false } };
  }
  return { ...base, type: "value", scale: true, min: spec.min ?? undefined, max: spec.max ?? undefined,
    splitNumber: 4, interval: spec.min === 0 && spec.max === 1 ? 0.2 : undefined, axisLabel: { ...base.axisLabel, formatter: tick, ...trimmed(spec) } };
}

/** Bounds that come from the data are not round: their labels would stand beside round ones. */
function trimmed(spec) {
  const round = (v) => v == null || Number(v.toPrecision(2)) === v;
  return { showMinLabel: round(spec.min), showMaxLabel: round(spec.max) };
}

const silentLine = { silent: true, symbol: "none", animation: false, label: { show: false } };

/** Category names as the labels of invisible points at the left edge, rules between rows as lines. */
function rowNames(spec) {
  return spec.y.categories.map((name, row) => ({ yAxis: row, name,
    label: { show: true, position: "start", distance: 10, color: INK, fontSize: 12, formatter: () => clipped(name) } }));
}

const clipped = (name) => (name.length > 26 ? name.slice(0, 25) + "\u2026" : name);

function reference(spec) {
  const style = { color: SOFT, width: 1, type: [4, 3] };
  const { kind, at } = spec.reference;
  if (kind === "horizontal") return [{ yAxis: at, lineStyle: style, label: { show: false } }];
  if (kind === "vertical") return [{ xAxis: at, lineStyle: style, label: { show: false } }];
  return [];
}

/** Where something changed: a dashed line with its words at the top. */
function marks(spec) {
  const style = { color: INK, width: 1, type: [2, 2], opacity: 0.7 };
  return (spec.marks ?? []).map(({ at, words }) => ({ xAxis: at, lineStyle: style,
    label: { show: true, position: "insideEndTop", color: SOFT, fontSize: 11, formatter: () => clipped(words) } }));
}

/** The identity line over the range that both axes share. */
function identity(spec) {
  const values = spec.series.flatMap((s) => s.data.flatMap((p) => [p[0], p[1]])).filter((v) => v != null);
  const low = spec.x.min ?? Math.min(...values), high = spec.x.max ?? Math.max(...values);
  return { type: "line", name: "identity", data: [[low, low], [high, high]], symbol: "none", silent: true, z: 1,
    lineStyle: { color: SOFT, width: 1, type: [4, 3] }, tooltip: { show: false }, clip: true };
}

function drawn(s, spec) {
  const common = { name: s.name, data: s.data, animation: false, emphasis: { disabled: true }, clip: true };
  const paint = { color: color(s.color) };
  const symbol = SYMBOLS[s.color % 8];
  switch (s.mark) {
    case "points": {
      const many = s.data.length > 200;
      const size = spec.y.categories ? 7 : many ? 4.5 : 6;
      return { ...common, type: "scatter", symbol, symbolSize: size, z: 6, clip: !spec.y.categories,
        itemStyle: { ...paint, opacity: spec.y.categories ? 0.75 : many ? 0.5 : 0.8, borderWidth: 0 } };
    }
    case "segments":
      return { ...common, type: "line", symbol: "none", silent: true, connectNulls: false, z: spec.y.categories ? 6 : 2, tooltip: { show: false },
        lineStyle: { ...paint, width: spec.y.categories ? 2 : 1, opacity: spec.y.categories || s.data.length < 60 ? 0.9 : 0.22 } };
    case "bars":
      return { ...common, type: "line", symbol: "circle", symbolSize: 14, showSymbol: true, data: outlines(s.data), z: 2,
        itemStyle: { opacity: 0 }, lineStyle: { width: 0 }, areaStyle: { ...paint, opacity: 0.75, origin: "start" } };
    case "knots": {
      const largest = s.counts ? Math.max(...s.counts) : 1;
      return { ...common, type: "line", symbol, showAllSymbol: true, z: 3, itemStyle: paint,
        symbolSize: s.counts ? (_, p) => 4 + 9 * Math.sqrt(s.counts[p.dataIndex] / largest) : 5,
        lineStyle: { ...paint, width: 1.6, type: spec.series.length > 2 ? DASHES[s.color % 8] : "solid" } };
    }
    default:
      return { ...common, type: "line", showSymbol: Boolean(spec.dotted), symbol: "circle", symbolSize: spec.dotted ? 4 : 5, z: 3,
        itemStyle: { ...paint, opacity: spec.dotted ? 0.7 : 1 },
        lineStyle: spec.dotted ? { width: 0 } : { ...paint, width: 1.8, type: spec.series.length > 1 && new Set(spec.series.map((o) => o.color)).size > 1 ? DASHES[s.color % 8] : "solid" } };
  }
}

/** Bars of a histogram as one outline; the middle of each top answers to hovering. */
function outlines(bars) {
  const width = bars.length > 1 ? bars[1][0] - bars[0][0] : 1, half = 0.46 * width;
  const corner = (x, y) => ({ value: [x, y], symbolSize: 0 });
  return bars.flatMap(([x, count]) => [corner(x - half, 0), corner(x - half, count), { value: [x, count] },
    corner(x + half, count), corner(x + half, 0)]);
}

function xy(spec) {
  const series = spec.series.map((s) => drawn(s, spec));
  if (spec.reference?.kind === "identity") series.unshift(identity(spec));
  const lines = [...(spec.y.categories ? rowNames(spec) : []), ...(spec.reference ? reference(spec) : []), ...marks(spec)];
  if (lines.length && series.length) {
    const style = { color: RULE, width: 1, type: "solid" };
    series[0].markLine = { ...silentLine, lineStyle: style, data: lines, z: 0 };
  }
  if (spec.band) {
    series[0].markArea = { silent: true, animation: false, itemStyle: { color: "var(--ink)", opacity: 0.09 },
      data: [[{ yAxis: spec.band[0] }, { yAxis: spec.band[1] }]] };
    series[0].markLine = { ...silentLine, data: [{ yAxis: (spec.band[0] + spec.band[1]) / 2 }],
      lineStyle: { color: SOFT, width: 1, type: [4, 3] } };
  }
  const left = spec.y.categories ? 22 + 6.7 * Math.max(...spec.y.categories.map((c) => Math.min(c.length, 26))) : 60;
  return { ...frame(left, spec.x.name ? 42 : 26), xAxis: axis(spec.x, false), yAxis: axis(spec.y, true), series,
    tooltip: tooltip((p) => told(p, spec)) };
}

function told(point, spec) {
  const [x, y, row] = point.value;
  const unit = spec.unit ?? "row";
  const lines = [`<b>${escaped(point.seriesName)}</b>`, `${escaped(spec.x.name || "value")} ${number(x)}`];
  if (!spec.y.categories) lines.push(`${escaped(spec.y.name)} ${number(y)}`);
  else if (row === undefined) lines[0] += `, ${escaped(spec.y.categories[Math.round(y)] ?? "")}`;
  if (row !== undefined) lines.push(`${escaped(unit)} ${row}`);
  return lines.join("<br>");
}

/** Rows over two of the features, by group; the choosers of the figure say which. */
function groups(spec, chosen) {
  const members = new Map();
  spec.group.forEach((g, i) => {
    if (!members.has(g)) members.set(g, []);
    members.get(g).push({ value: [spec.columns[chosen.x][i], spec.columns[chosen.y][i], spec.rows[i] + 1],
      itemStyle: { opacity: 0.15 + 0.65 * spec.certainty[i] } });
  });
  const series = [...members.keys()].sort((a, b) => a - b).map((g) => ({
    type: "scatter", name: `group ${g + 1}`, data: members.get(g), symbol: SYMBOLS[g % 8], symbolSize: 6,
    animation: false, emphasis: { disabled: true }, itemStyle: { color: color(g), borderWidth: 0 } }));
  const x = { name: spec.names[chosen.x] ?? `feature ${chosen.x + 1}` };
  const y = { name: spec.names[chosen.y] ?? `feature ${chosen.y + 1}` };
  return { ...frame(60, 42), xAxis: axis(x, false), yAxis: axis(y, true), series,
    tooltip: tooltip((p) => told(p, { x, y })) };
}

const frame = (left, bottom) => ({ animation: false, textStyle: { fontFamily: FONT },
  grid: { left, right: 14, top: 10, bottom } });

const tooltip = (formatter) => ({ trigger: "item", formatter, confine: true, className: "tip", padding: [6, 9],
  backgroundColor: "var(--paper)", borderColor: "var(--rule-2)", textStyle: { color: "var(--ink)" }, transitionDuration: 0 });

/** Draws one figure; figures of rows are as high as they have rows. */
function draw(element, spec, chosen) {
  const rows = [...element.classList].find((c) => c.startsWith("rows-"));
  if (rows) element.style.height = `${46 + Math.max(3, Number(rows.slice(5))) * (spec.unit ? 27 : 16)}px`;
  const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: "svg" });
  chart.setOption(spec.kind === "groups" ? groups(spec, chosen) : xy(spec), { notMerge: true });
  scalable(element);
}

/** Lets paper scale the picture; the element says in words what it shows, so the picture itself is silent. */
function scalable(element) {
  const svg = element.querySelector("svg");
  svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
  svg.setAttribute("aria-hidden", "true");
}
