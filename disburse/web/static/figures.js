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

function option(of, rows) {
  const money = !(of === "pace" || of === "flow");
  const called = (of === "pace" ? words.pace : of === "flow" ? words.flow : words.money).split("|");
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
  const rows = rowsOf(document.getElementById(picture.dataset.of));
  picture.hidden = false;
  const height = Math.max(180, 60 + 34 * rows.length);
  const chart = window.echarts.init(picture, null, { height });
  chart.setOption(option(picture.dataset.of, rows));
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
