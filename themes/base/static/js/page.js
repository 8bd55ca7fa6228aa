// What a script can add to any page: the reader's own settings, reading aloud, printing, copying. Runs
// before the page is drawn, so that nothing shifts; whatever it adds is made by it, so that nothing is
// dead without.
"use strict";

const ELDER = "/elder/";
const root = document.documentElement;
const isElder = location.pathname.startsWith(ELDER);

// A browser may forbid keeping anything: then the settings hold for one page.
const settings = (() => {
  try {
    return JSON.parse(localStorage.getItem("reading")) || {};
  } catch {
    return {};
  }
})();

function keep(changes) {
  Object.assign(settings, changes);
  try {
    localStorage.setItem("reading", JSON.stringify(settings));
  } catch {
    // See above.
  }
  apply();
}

function apply() {
  for (const step of [1, 2]) root.classList.toggle(`larger-${step}`, settings.size === step);
  root.classList.toggle("high-contrast", Boolean(settings.contrast));
  root.classList.toggle("large-pointer", Boolean(settings.pointer));
  for (const each of document.querySelectorAll("[data-size]")) {
    each.setAttribute("aria-pressed", Number(each.dataset.size) === (settings.size || 0));
  }
}

apply();
// Another page than the first of 长辈版 is there only where the server makes it.
if (isElder && location.pathname !== ELDER) keep({ elder: true });
else if (settings.elder && !isElder) location.replace(ELDER + location.href.slice(location.origin.length + 1));

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", () => act(made));
  return made;
}

function toggle(label, name) {
  const made = button(label, () => {
    keep({ [name]: !settings[name] });
    made.setAttribute("aria-pressed", Boolean(settings[name]));
  });
  made.setAttribute("aria-pressed", Boolean(settings[name]));
  return made;
}

// Without the names of the tools.
function textOfPage() {
  const main = document.querySelector("main");
  const tools = [...main.querySelectorAll(".tools")];
  for (const each of tools) each.hidden = true;
  const text = main.innerText;
  for (const each of tools) each.hidden = false;
  return text;
}

// Sentence by sentence: browsers stop in the middle of a long text.
function readAloud(made) {
  const stop = () => {
    speechSynthesis.cancel();
    made.textContent = "朗读本页";
  };
  if (speechSynthesis.speaking) return stop();
  made.textContent = "停止朗读";
  const sentences = textOfPage().match(/[^。！？；\n]+[。！？；]?/g) || [];
  sentences.forEach((text, at) => {
    const part = new SpeechSynthesisUtterance(text);
    part.lang = root.lang;
    part.rate = 0.9;
    if (at === sentences.length - 1) part.addEventListener("end", stop);
    speechSynthesis.speak(part);
  });
}

function readingTools(statement) {
  const tools = document.createElement("div");
  tools.className = "page reading-tools tools";
  tools.id = "reading-tools";
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", "无障碍工具");
  const size = (change) => () => keep({ size: Math.min(2, Math.max(0, (settings.size || 0) + change)) });
  tools.append(
    button("放大文字", size(1)),
    button("缩小文字", size(-1)),
    toggle("高对比", "contrast"),
    toggle("大指针", "pointer"),
  );
  if ("speechSynthesis" in window) {
    speechSynthesis.cancel();
    tools.append(button("朗读本页", readAloud));
  }
  tools.append(
    button("恢复原样", () => {
      keep({ size: 0, contrast: false, pointer: false });
      for (const each of tools.querySelectorAll("[aria-pressed]")) each.setAttribute("aria-pressed", false);
    }),
    statement,
  );
  return tools;
}

// 无障碍 opens the tools; without a script it leads to the statement, to which they lead now.
function addReadingTools(header) {
  const link = header.querySelector(".versions a");
  const statement = link.cloneNode();
  statement.textContent = "无障碍声明";
  const tools = readingTools(statement);
  const show = () => {
    tools.hidden = !settings.open;
    opener.setAttribute("aria-expanded", Boolean(settings.open));
  };
  const opener = button(link.textContent, () => {
    keep({ open: !settings.open });
    show();
  });
  opener.setAttribute("aria-controls", tools.id);
  link.replaceWith(opener);
  header.prepend(tools);
  show();
}

// The way into 长辈版 leads to this very page, if the server has it; the way out is remembered as well.
function addVersion(link) {
  link.addEventListener("click", async (event) => {
    if (isElder) return keep({ elder: false });
    event.preventDefault();
    const same = ELDER + location.pathname.slice(1);
    const answer = await fetch(same, { method: "HEAD" }).catch(() => ({ ok: false }));
    location.href = answer.ok ? same : link.href;
  });
}

function canonical() {
  return document.querySelector("link[rel=canonical]").href;
}

async function copyAddress(status) {
  await navigator.clipboard.writeText(canonical());
  status.textContent = "网址已复制。";
}

function printer() {
  return button("打印", () => window.print());
}

// 字号 where readers look for it: under the title.
function addTextTools(tools) {
  const sizes = document.createElement("span");
  sizes.setAttribute("role", "group");
  sizes.setAttribute("aria-label", "字号");
  const label = document.createElement("span");
  label.textContent = "字号：";
  sizes.append(label);
  for (const [size, name] of ["小", "中", "大"].entries()) {
    const made = button(name, () => keep({ size }));
    made.dataset.size = size;
    sizes.append(made);
  }
  tools.append(sizes, printer());
  apply();
}

function addTools(tools) {
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  tools.append(printer());
  if (navigator.share) {
    const page = { title: document.querySelector("h1").textContent, url: canonical() };
    tools.append(button("分享", () => navigator.share(page).catch(() => {})));
  }
  if (navigator.clipboard) tools.append(button("复制网址", () => copyAddress(status)));
  tools.append(status);
}

document.addEventListener("DOMContentLoaded", () => {
  const header = document.querySelector(".site-header");
  addReadingTools(header);
  addVersion(header.querySelector(".version"));
  const textTools = document.querySelector("[data-text-tools]");
  if (textTools) addTextTools(textTools);
  const tools = document.querySelector("[data-tools]");
  if (tools) addTools(tools);
});
