// Shows the search service's answer on the search page. Without this script the form opens the
// service's own page.
"use strict";

const form = document.querySelector("main form[role=search]");
const region = document.getElementById("results");
const field = form.elements.q;
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
  link.href = result.href;
  const heading = make("h3");
  heading.append(link);
  entry.append(heading, appendMarked(make("p", "result-snippet"), result.snippet_html), factsOf(result));
  return entry;
}

function addressOf(query, page) {
  const parameters = new URLSearchParams({ q: query });
  if (page > 1) parameters.set("page", page);
  return `?${parameters}`;
}

function pagerOf(answer) {
  const pager = make("nav", "pager");
  pager.setAttribute("aria-label", "搜索结果翻页");
  const list = make("ul");
  for (const [label, page] of [["上一页", answer.page - 1], ["下一页", answer.page + 1]]) {
    if (page < 1 || page > answer.pages) continue;
    const link = make("a", "", label);
    link.href = addressOf(answer.query, page);
    const item = make("li");
    item.append(link);
    list.append(item);
  }
  pager.append(list);
  return pager;
}

function show(answer) {
  if (answer.total === 0) {
    region.replaceChildren(make("p", "", `没有找到“${answer.query}”。请换个说法，或者少输入几个字。`));
    return;
  }
  const list = make("ol", "results");
  list.append(...answer.results.map(entryOf));
  region.replaceChildren(make("h2", "", `找到 ${answer.total} 条`), list);
  if (answer.pages > 1) region.append(pagerOf(answer));
}

async function search(query, page) {
  field.value = query;
  document.title = query ? `${query}_${title}` : title;
  if (!query) {
    region.replaceChildren();
    return;
  }
  region.replaceChildren(make("p", "", "正在搜索……"));
  const parameters = new URLSearchParams({ q: query, page, format: "json" });
  try {
    const response = await fetch(`${region.dataset.service}?${parameters}`);
    if (!response.ok) throw new Error(`status ${response.status}`);
    show(await response.json());
  } catch (error) {
    console.warn("search", error);
    region.replaceChildren(make("p", "", "搜索暂时不能用。请稍后再试，或者从栏目、站点地图查找。"));
  }
}

function searchAddress() {
  const parameters = new URLSearchParams(location.search);
  search((parameters.get("q") || "").trim(), Number(parameters.get("page")) || 1);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", addressOf(field.value.trim(), 1));
  searchAddress();
});
window.addEventListener("popstate", searchAddress);
searchAddress();
