// An answer as nodes: a safe subset of Markdown, citations after their sentences, and a mark at sentences without a citation.
import { el } from "./dom.js";
const MARK = "\uE000"; // a private character where a sentence without citation ends
const CITES = String.raw`(?: *\[\d{1,3}(?:, \d{1,3})*\])`;
const FULL_STOP = new RegExp(`(${CITES}+)([.!?…]+)(?=[\\s"'”’»)*_]|$)`, "g");
const SHORT = String.raw`\p{L}|\p{N}{1,3}|[IVX]+|Dr|Prof|Doç|Yrd|Av|Sn|vb|vs|[Bb]kz|[Öö]rn|yy|No|M\.Ö|M\.S`;
const END = new RegExp(String.raw`(?<=[.!?…]["'”’»)*_]*${CITES}*)(?<!(?:^|[\s("“])(?:${SHORT})\.)(\s+)`
  + String.raw`(?!["'“‘«(*_]*\p{Ll}|\[\d)`, "u");
const STRONG = String.raw`(?<strong>\*\*|__)(?=\S)(?<bold>.+?)(?<=\S)\k<strong>(?!\*)`;
const EM = String.raw`(?<em>\*|(?<![\p{L}\p{N}])_)(?=\S)(?<italic>.+?)(?<=\S)\k<em>(?![\p{L}\p{N}])`;
const LINK = String.raw`!?\[(?<link>[^\]\n]+)\]\((?:[^()\s]|\([^()\s]*\))*(?: "[^"\n]*")?\)`;
const INLINE = new RegExp("`(?<code>[^`\\n]+)`" + `|${MARK}|(?<cites>${CITES}+)|${LINK}|${STRONG}|${EM}`, "gsu");
const TABLE_RULE = /^\|[\s|:-]*-[\s|:-]*\|$/;
/** The model's text for the reader: without thoughts, and only with citations of the passages with these numbers. */
export function spoken(answer, numbers) {
  const text = answer.replaceAll(MARK, "").replace(/<think>[\s\S]*?(?:<\/think>\s*|$)/g, "");
  return text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`|( *)\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()/g, (all, space, list) => {
    const real = list && [...new Set(list.split(/\D+/).map(Number))].filter(number => numbers.includes(number));
    return !list ? all : real.length ? `${space}[${real.join(", ")}]` : "";
  });
}
/** The text without its citations, and their numbers. */
export const uncite = text => text.replace(new RegExp(CITES, "g"), "");
export const citedIn = text => [...text.matchAll(new RegExp(CITES, "g"))].flatMap(([cites]) => cites.match(/\d+/g).map(Number));
/** The blocks of a text. The functions make the nodes of a citation and, if given, of a missing one. */
export function blocks(text, cite, mark) {
  const nodes = [], paragraph = [], lines = text.split(/\r?\n/);
  const flush = () => { if (paragraph.length) nodes.push(el("p", {}, ...sentences(paragraph.splice(0).join("\n")))); };
  const nest = (tag, node, attributes) => { // into the list or table before it, or into a new one
    if (nodes.at(-1)?.localName !== tag) nodes.push(el(tag, attributes));
    nodes.at(-1).append(node);
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].replace(/^(?:\s*>)+ ?/, "").trim();
    const fence = /^(`{3,}|~{3,})/.exec(line)?.[1];
    const heading = /^#{1,6}\s+(.*?)[\s#]*$/.exec(line);
    const item = /^(?:[-*+•]|(\d{1,3})[.)])\s+(.*)/.exec(line);
    const rule = /^[\s\-*_=]*$/.test(line) || TABLE_RULE.test(line);
    const row = /^\|(.*)\|$/.exec(line);
    if (fence || heading || item || rule || row) flush(); else paragraph.push(line);
    if (fence) {
      const end = lines.findIndex((other, at) => at > i && other.trim().startsWith(fence));
      nodes.push(el("pre", { tabindex: 0 }, lines.slice(i + 1, end < 0 ? undefined : end).join("\n")));
      i = end < 0 ? lines.length : end;
    } else if (heading) nodes.push(el("p", {}, el("strong", {}, ...inline(heading[1]))));
    else if (item && !rule) nest(item[1] ? "ol" : "ul", el("li", {}, ...sentences(item[2])), { start: item[1] });
    else if (row && !rule) {
      const tag = TABLE_RULE.test(lines[i + 1]?.trim()) ? "th" : "td";
      nest("table", el("tr", {}, ...row[1].split("|").map(cell => el(tag, {}, ...inline(cell.trim())))));
    }
  }
  flush();
  return nodes;
  function sentences(source) {
    const after = source.replace(FULL_STOP, "$2$1");
    const complete = part => part.trim().split(/\s+/).length < 3 || part.endsWith(":") || citedIn(part).length > 0;
    return inline(mark ? after.split(END).map(part => complete(part) ? part : part + MARK).join("") : after);
  }
  function inline(source) {
    const nodes = [];
    let end = 0;
    for (const { 0: all, index, groups: { code, cites, link, bold, italic } } of source.matchAll(INLINE)) {
      nodes.push(source.slice(end, index));
      if (cites) for (const number of cites.match(/\d+/g)) nodes.push("\u2060", cite(Number(number))); // never on the next line
      else if (all === MARK) nodes.push("\u2060", mark());
      else if (link) nodes.push(...inline(link));
      else nodes.push(code ? el("code", {}, code) : el(bold ? "strong" : "em", {}, ...inline(bold ?? italic)));
      end = index + all.length;
    }
    return [...nodes, source.slice(end)];
  }
}
