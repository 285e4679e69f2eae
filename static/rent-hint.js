// Says while somebody types what the rent means beside the caps. All words and numbers come from the page.
const box = document.querySelector("[data-rent-hint]");
const facts = JSON.parse(box.dataset.rentHint);
const field = (name) => document.getElementById(`id_${name}`);
const money = new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" });

// Numbers as people write them: 1.234,50 or 1234.5 (see goslar_portal/numbers.py).
function read(text) {
  let bare = text.replace(/[\s€]|euro?/gi, "").replace(/^(ca\.?|circa|etwa)/i, "").replace(/[,.][-–—]+$/, "");
  if (/^\d{1,3}(\.\d{3})+(,|$)/.test(bare)) bare = bare.replaceAll(".", "");
  bare = bare.replace(",", ".");
  return /^\d+(\.\d*)?$/.test(bare) ? Number(bare) : null;
}

function sentence(rent) {
  const fitting = facts.caps.filter(([, cap]) => rent <= Number(cap)).map(([persons]) => persons);
  if (!fitting.length) return facts.none;
  const low = fitting[0];
  const high = fitting[fitting.length - 1];
  return low === high ? facts.one[low] : facts.some.replace("{low}", low).replace("{high}", high);
}

function update() {
  const rent = read(field("net_cold_rent").value);
  const costs = field("operating_costs").value.trim() ? read(field("operating_costs").value) : 0;
  box.hidden = rent === null || costs === null;
  if (box.hidden) return;
  const said = facts.rent.replace("{rent}", money.format(rent + costs));
  box.querySelector("[data-line=rent]").textContent = `${said} ${facts.suited}`.trim();
  box.querySelector("[data-line=fit]").textContent = sentence(rent + costs);
}

for (const name of ["net_cold_rent", "operating_costs"]) field(name).addEventListener("input", update);
