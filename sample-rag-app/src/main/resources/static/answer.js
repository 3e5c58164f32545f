// An answer as nodes: a safe subset of Markdown, citations behind their sentences, a mark at sentences without one.

import { el } from "./dom.js";

const CITES = String.raw`(?: *\[\d{1,3}(?:, \d{1,3})*\])`;
const TABLE_RULE = /^\|[\s|:-]*-[\s|:-]*\|$/;
const MARK = "\uE000"; // a private character in the text, where the mark for a missing citation goes
const STOP = new RegExp(`(?<=[.!?…]["'”’»)*_]*${CITES}*)(?<!(?:^|[\\s("“])(?:\\p{L}|\\p{N}{1,3}|[IVX]+|Dr|Prof|Doç|Yrd|Av|Sn|vb|vs|`
  + String.raw`[Bb]kz|[Öö]rn|yy|No|M\.Ö|M\.S)\.)(\s+)(?=["'“‘«(*_]*[\p{Lu}\p{N}])`, "u");
const INLINE = new RegExp("`([^`\\n]+)`" + `|${MARK}|(?<cites>${CITES}+)` + String.raw`|!?\[([^\]\n]+)\]\([^()\s]*(?: "[^"\n]*")?\)`
  + String.raw`|(?<strong>\*\*|__)(?=\S)(.+?)(?<=\S)\k<strong>(?!\*)|(?<em>\*|(?<![\p{L}\p{N}])_)(?=\S)(.+?)(?<=\S)\k<em>(?![\p{L}\p{N}])`, "gsu");

/** What the model says to the reader: no thoughts, and no citations but those of the passages with these numbers. */
export function spoken(answer, numbers) {
  return answer.replaceAll(MARK, "").replace(/<think>[\s\S]*?(?:<\/think>\s*|$)/g, "")
    .replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`|( *)\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()/g, (all, space, list) => {
      const real = list && [...new Set(list.split(/\D+/).map(Number))].filter(number => numbers.includes(number));
      return !list ? all : real.length ? `${space}[${real.join(", ")}]` : "";
    });
}

export const uncite = text => text.replace(new RegExp(CITES, "g"), "");
export const citedIn = text => new Set([...text.matchAll(new RegExp(CITES, "g"))].flatMap(([cites]) => cites.match(/\d+/g).map(Number)));

/** The blocks of a spoken text. The functions make the nodes of a citation and, if given, of a missing one. */
export function blocks(text, cite, mark) {
  const nodes = [];
  const paragraph = [];
  const lines = text.split(/\r?\n/);
  const nest = (tag, node, attributes) => { // into the list or table before it, or into a new one
    if (nodes.at(-1)?.localName !== tag) nodes.push(el(tag, attributes));
    nodes.at(-1).append(node);
  };
  const flush = () => { if (paragraph.length) nodes.push(el("p", {}, ...sentences(paragraph.splice(0).join("\n")))); };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].replace(/^(?:\s*>)+ ?/, "").trim();
    const fence = /^(`{3,}|~{3,})/.exec(line)?.[1];
    const heading = /^#{1,6}\s+(.*?)[\s#]*$/.exec(line);
    const item = /^(?:[-*+•]|(\d{1,3})[.)])\s+(.*)/.exec(line);
    const rule = /^[\s\-*_=]*$/.test(line);
    const row = /^\|.*\|$/.test(line);
    if (!fence && !heading && !item && !rule && !row) {
      paragraph.push(line);
      continue;
    }
    flush();
    if (fence) {
      const end = lines.findIndex((other, at) => at > i && other.trim().startsWith(fence));
      nodes.push(el("pre", { tabindex: 0 }, el("code", {}, lines.slice(i + 1, end < 0 ? undefined : end).join("\n"))));
      i = end < 0 ? lines.length : end;
    } else if (heading) {
      nodes.push(el("p", {}, el("strong", {}, ...inline(heading[1]))));
    } else if (row && !TABLE_RULE.test(line)) {
      const tag = TABLE_RULE.test(lines[i + 1]?.trim()) ? "th" : "td";
      nest("table", el("tr", {}, ...line.slice(1, -1).split("|").map(cell => el(tag, {}, ...inline(cell.trim())))));
    } else if (item && !rule) {
      nest(item[1] ? "ol" : "ul", el("li", {}, ...sentences(item[2])), { start: item[1] });
    }
  }
  flush();
  return nodes;

  function sentences(source) {
    const after = source.replace(new RegExp(`(${CITES}+)([.!?…]+)(?=[\\s"'”’»)*_]|$)`, "g"), "$2$1"); // behind the full stop
    if (!mark) return inline(after);
    const sourced = part => part.split(/\s+/).length < 3 || part.endsWith(":") || citedIn(part).size > 0;
    return inline(after.split(STOP).map(part => part.trim() === "" || sourced(part.trim()) ? part : part + MARK).join(""));
  }

  function inline(source) {
    const parts = [];
    let end = 0;
    for (const found of source.matchAll(INLINE)) {
      const [all, code, , link, , strong, , em] = found;
      const { cites } = found.groups;
      parts.push(source.slice(end, found.index));
      if (code) parts.push(el("code", {}, code));
      else if (cites) for (const number of cites.match(/\d+/g)) parts.push("\u2060", cite(Number(number)));
      else if (all === MARK) parts.push("\u2060", mark());
      else if (link) parts.push(...inline(link));
      else parts.push(el(strong ? "strong" : "em", {}, ...inline(strong ?? em)));
      end = found.index + all.length;
    }
    return [...parts, source.slice(end)];
  }
}
