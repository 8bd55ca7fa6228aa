// Shows the search service's answer on the search page. Without this script the form opens the
// service's own page.
"use strict";

const form = document.querySelector("main form[role=search]");
const region = document.getElementById("results");
const title = document.title;

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

// Text in which <mark> is the only element: whatever else it holds is shown as text.
function appendMarked(node, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const part of parsed.body.childNodes) {
    node.append(part.nodeName === "MARK" ? make("mark", "", part.textContent) : part.textContent);
  }
  return node;
}

// A title as it stands between 《 and 》.
function nested(title) {
  return title.replace(/[《》〈〉]/g, (mark) => "〈〉《》"["《》〈〉".indexOf(mark)]);
}

function factsOf(result) {
  const facts = make("p", "item-facts");
  for (const fact of [result.kind_label, result.document_number, result.site, result.date, result.validity_label]) {
    if (fact) facts.append(make("span", "number", fact));
  }
  return facts;
}

function entryOf(result) {
  const entry = make("li", "result");
  const link = appendMarked(make("a"), result.title_html);
  link.href = location.pathname.startsWith("/elder/") ? result.href.replace(/^\//, "/elder/") : result.href;
  const heading = make("h3");
  heading.append(link);
  entry.append(heading, appendMarked(make("p", "result-snippet"), result.snippet_html), factsOf(result));
  if (result.successor) entry.append(make("p", "successor", `现行文件：《${nested(result.successor)}》`));
  return entry;
}

// What the reader asked, as a query string; empty filters are left out.
function asked(page) {
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim()) parameters.set(name, value.trim());
  }
  if (page > 1) parameters.set("page", page);
  return parameters;
}

function pagerOf(answer) {
  const pager = make("nav", "pager");
  pager.setAttribute("aria-label", "搜索结果翻页");
  const list = make("ul");
  for (const [label, page] of [["上一页", answer.page - 1], ["下一页", answer.page + 1]]) {
    if (page < 1 || page > answer.pages) continue;
    const link = make("a", "", label);
    link.href = `?${asked(page)}`;
    const item = make("li");
    item.append(link);
    list.append(item);
  }
  pager.append(list);
  return pager;
}

function show(answer) {
  const parts = [];
  if (answer.message) parts.push(make("p", "", answer.message));
  if (answer.results.length) {
    const list = make("ol", "results");
    list.append(...answer.results.map(entryOf));
    parts.push(make("h2", "", `找到 ${answer.total} 条`), list);
  }
  if (answer.pages > 1) parts.push(pagerOf(answer));
  region.replaceChildren(...parts);
}

async function search(page) {
  const parameters = asked(page);
  const query = parameters.get("q");
  document.title = query ? `${query}_${title}` : title;
  if (!query) {
    region.replaceChildren();
    return;
  }
  region.setAttribute("aria-busy", "true");
  parameters.set("format", "json");
  try {
    const response = await fetch(`${region.dataset.service}?${parameters}`);
    show(await response.json());
  } catch (error) {
    console.warn("search", error);
    region.replaceChildren(make("p", "", "搜索暂时不能用。请稍后再试，或者从栏目、站点地图查找。"));
  }
  region.removeAttribute("aria-busy");
}

// The address holds the question, so that an answer can be kept, sent and gone back to.
function searchAddress() {
  const parameters = new URLSearchParams(location.search);
  for (const control of form.elements) {
    if (control.type === "checkbox") control.checked = parameters.has(control.name);
    else if (control.name) control.value = parameters.get(control.name) || "";
  }
  search(Number(parameters.get("page")) || 1);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", `?${asked(1)}`);
  searchAddress();
});
window.addEventListener("popstate", searchAddress);
// The server may have answered already: then there is nothing to fetch.
if (!region.childElementCount) searchAddress();
