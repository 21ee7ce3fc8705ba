// Brings the page to life: figures, equations, sorting, and the choice of features.

const figures = JSON.parse(document.getElementById("figures").textContent);
const charts = [...document.querySelectorAll(".chart")];

function chosen(element) {
  const axis = (name) => Number(element.closest("figure").querySelector(`select[data-axis=${name}]`)?.value ?? 0);
  return { x: axis("x"), y: axis("y") };
}

const redraw = (element) => draw(element, figures[element.id], chosen(element));
charts.forEach(redraw);

for (const select of document.querySelectorAll("select[data-axis]")) {
  select.addEventListener("change", () => select.closest("figure").querySelectorAll(".chart").forEach(redraw));
}

// Each figure follows the width that it has; on paper its picture is scaled instead.
if (charts.length) {
  const follow = new ResizeObserver((entries) => {
    if (matchMedia("print").matches) return;
    for (const { target } of entries) {
      echarts.getInstanceByDom(target).resize();
      scalable(target);
    }
  });
  charts.forEach((element) => follow.observe(element));
}

for (const tex of document.querySelectorAll(".tex")) {
  const source = tex.textContent;
  katex.render(source, tex, { displayMode: !tex.closest(".small"), throwOnError: false, trust: false, strict: "ignore" });
  tex.classList.add("set");
}

// A long equation is set smaller, down to two thirds; what is longer still scrolls. Widths are known once fonts are.
function fit(tex) {
  const room = tex.closest(".equation").parentElement.clientWidth - 80, width = tex.getBoundingClientRect().width;
  if (room > 0 && width > room) tex.style.fontSize = `${Math.max(0.66, room / width)}em`;
}
document.body.getBoundingClientRect();
document.fonts.ready.then(() => document.querySelectorAll(".tex").forEach(fit));

// Sorting: a press on a metric puts its best model first, a second press last; the first column sorts by name.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(table, heads, column));
  });
}

function sort(table, heads, column) {
  const descending = heads[column].getAttribute("aria-sort") === "ascending";
  heads.forEach((head) => head.removeAttribute("aria-sort"));
  heads[column].setAttribute("aria-sort", descending ? "descending" : "ascending");
  const key = (row) => (column === 0 ? row.cells[0].textContent : row.cells[column].dataset.value);
  const rows = [...table.tBodies[0].rows].sort((a, b) => {
    const [p, q] = [key(a), key(b)];
    if (p === "" || q === "") return (p === "") - (q === "");
    const order = column === 0 ? p.localeCompare(q) : Number(p) - Number(q);
    return descending ? -order : order;
  });
  table.tBodies[0].append(...rows);
}

document.documentElement.dataset.drawn = String(charts.filter((c) => c.querySelector("svg")).length);
