// 打印 and 复制网址: buttons that need a script are made by it, so that none is dead without.
"use strict";

const tools = document.querySelector("[data-tools]");
const status = document.createElement("span");
status.setAttribute("role", "status");

function addButton(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", act);
  tools.append(button);
}

async function copyAddress() {
  const canonical = document.querySelector("link[rel=canonical]");
  await navigator.clipboard.writeText(canonical ? canonical.href : location.href);
  status.textContent = "网址已复制。";
}

addButton("打印", () => window.print());
if (navigator.clipboard) addButton("复制网址", copyAddress);
tools.append(status);
