// Draws beside each table of the statistics what its rows say; without JavaScript the tables stand alone.
const COLOURS = ["#1d4f91", "#8f97b3"];
const FEN_PER_WAN = 1000000;
const words = document.getElementById("words").dataset;

function rowsOf(table) {
  return [...table.querySelectorAll("tbody tr")].map((row) => ({
    name: row.dataset.name,
    values: row.dataset.values.split(" ").map((text) => (text === "" ? null : Number(text))),
  }));
}

// Whether the links lead from one name to another; a flow that leads back can't be drawn and stands in the table.
function leads(links, from, to) {
  return from === to || links.some((link) => link.source === from && leads(links, link.target, to));
}

function flowOption(table) {
  const links = [];
  for (const { dataset } of table.querySelectorAll("tbody tr")) {
    const link = { source: dataset.source, target: dataset.target, value: Number(dataset.values) };
    if (!leads(links, link.target, link.source)) links.push(link);
  }
  const names = [...new Set(links.flatMap((link) => [link.source, link.target]))];
  return {
    animation: false,
    color: [COLOURS[0]],
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    series: {
      type: "sankey",
      orient: "vertical",
      top: 24,
      bottom: 24,
      left: 8,
      right: 32,
      nodeGap: 46,
      nodeWidth: 10,
      layoutIterations: 64,
      emphasis: { disabled: true },
      data: names.map((name) => ({ name })),
      links,
      label: { position: "top", fontSize: 12 },
      lineStyle: { color: COLOURS[1], opacity: 0.45 },
    },
  };
}

function option(of, rows) {
  const money = of !== "pace";
  const called = (money ? words.money : words.pace).split("|");
  const shown = (value) => (value === null || value === undefined ? null : money ? value / FEN_PER_WAN : value);
  return {
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 24, top: 32, bottom: 8, containLabel: true },
    legend: { data: called, top: 0, left: 0 },
    xAxis: { type: "value" },
    yAxis: {
      type: "category",
      inverse: true,
      data: rows.map((row) => row.name),
      axisLabel: { width: 130, overflow: "truncate" },
    },
    series: called.map((name, place) => ({
      name, type: "bar", data: rows.map((row) => shown(row.values[place])),
    })),
  };
}

const charts = [...document.querySelectorAll(".picture")].map((picture) => {
  const table = document.getElementById(picture.dataset.of);
  const rows = rowsOf(table);
  picture.hidden = false;
  const height = Math.max(180, 60 + 34 * rows.length);
  const chart = window.echarts.init(picture, null, { height });
  chart.setOption(picture.dataset.of === "flow" ? flowOption(table) : option(picture.dataset.of, rows));
  return chart;
});
const PAPER = 380; // two fifths of A4 across: a browser says that it prints before it lays out the sheet
let printed = false;
const fit = () => charts.forEach((chart) => {
  chart.resize({ width: printed ? PAPER : "auto" });
  chart.getZr().flush(); // now, and not with the next frame: paper has none
});
window.addEventListener("resize", fit);
for (const [moment, onPaper] of [["beforeprint", true], ["afterprint", false]]) {
  window.addEventListener(moment, () => { printed = onPaper; fit(); });
}
