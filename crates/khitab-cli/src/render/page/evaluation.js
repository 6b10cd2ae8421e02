// The threshold explorer: what a threshold does on a stream where the class is as rare as chosen.
"use strict";
for (const explorer of document.querySelectorAll(".explorer")) {
  const points = JSON.parse(explorer.dataset.points); // [score, recall, false positive rate], strictest first
  const part = (name) => explorer.querySelector(`[data-part="${name}"]`);
  const percent = (share) => {
    const value = 100 * share;
    return `${value >= 10 ? value.toFixed(1) : value.toPrecision(2)} %`;
  };
  const count = (number) => Math.round(number).toLocaleString("en");
  const precision = ([, recall, rate], share) => {
    const alerts = recall * share + rate * (1 - share);
    return alerts > 0 ? (recall * share) / alerts : 1;
  };
  const place = (recall, value) => [40 + 320 * recall, 250 - 230 * value];

  const show = () => {
    const share = 10 ** Number(part("share").value);
    const stream = Math.max(0, Number(part("stream").value) || 0);
    const point = points[Number(part("at").value)];
    const [score, recall, rate] = point;
    const right = precision(point, share);
    const alerts = stream * (recall * share + rate * (1 - share));
    const told = {
      "share-told": percent(share), score: score.toFixed(4), recall: percent(recall), rate: percent(rate),
      precision: percent(right), reads: right > 0 ? (1 / right).toFixed(1) : "–",
      alerts: count(alerts), found: count(stream * share * recall), missed: count(stream * share * (1 - recall)),
    };
    for (const [name, text] of Object.entries(told)) part(name).textContent = text;
    const line = points.map((one) => place(one[1], precision(one, share)).map((n) => n.toFixed(1)).join(","));
    part("line").setAttribute("points", line.join(" "));
    const [x, y] = place(recall, right);
    part("here").setAttribute("cx", x);
    part("here").setAttribute("cy", y);
  };
  for (const name of ["at", "share", "stream"]) part(name).addEventListener("input", show);
  explorer.hidden = false;
  show();
}
