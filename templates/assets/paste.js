// SPDX-License-Identifier: EUPL-1.2
// What is pasted from a word processor arrives as markup. Its paragraphs, lists, emphasis and links become what one would
// type for them; its looks go. A parser that runs and fetches nothing reads it, and only words come out.
{
  // Looks and handlers are not let through, and only kept to be read: the browser would refuse each of them aloud.
  const inert = (html) => html.replace(/<style\b[^]*?<\/style\s*>/gi, "")
    .replace(/<[^>]*>/g, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
  // The one place where text may become markup, by the name that the content security policy allows.
  const markup = globalThis.trustedTypes?.createPolicy("plakken", { createHTML: inert }) ?? { createHTML: inert };

  const PASSED = "script,style,head,title,meta,link,template,svg,math,object,iframe,img,del".split(",");
  const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,table,blockquote,pre,section,article,dt,dd,figure,figcaption,hr,center,address".split(",");

  const styleOf = (node) => (node.dataset.style || "").toLowerCase();
  const isUnseen = (node) => PASSED.includes(node.localName) || /display:\s*none|mso-hide:\s*all|mso-element:\s*comment/.test(styleOf(node));
  // A row of plain cells is one line; one that holds lists or several paragraphs a cell only laid out a page.
  const isOneLine = (row) => !row.querySelector("table, ul, ol, p + p, div + div");

  // The lines that markup shows: each with its runs of words and their marks, and its depth and sign when it is an item.
  function linesOf(html) {
    const lines = [];
    let line = null;
    const close = () => {
      if (line?.runs.some(({ text }) => text.trim())) lines.push(line);
      line = null;
    };
    const add = (text, marks) => {
      line ??= { runs: [] };
      const last = line.runs.at(-1);
      if (last && last.strong === marks.strong && last.stress === marks.stress && last.href === marks.href) last.text += text;
      else line.runs.push({ text, ...marks });
    };

    function walk(node, marks, list) {
      if (node.nodeType === Node.TEXT_NODE) return add(node.data, marks);
      if (node.nodeType !== Node.ELEMENT_NODE || isUnseen(node)) return;
      const name = node.localName;
      const style = styleOf(node);
      const within = (marked, inner) => { for (const child of node.childNodes) walk(child, marked, inner); };
      const block = (opened) => {
        close();
        line = opened;
        within(marks, list);
        close();
      };

      // Word puts the sign of an item before its words.
      if (/mso-list:\s*ignore/.test(style)) {
        if (line?.list) line.list.sign = node.textContent.trim();
      } else if (name === "br") {
        add(" ", marks);
      } else if (name === "ul" || name === "ol") {
        close();
        within(marks, { ordered: name === "ol", depth: list ? list.depth + 1 : 0, next: Number(node.getAttribute("start")) || 1 });
        close();
      } else if (name === "li" && list) {
        // Word on the web gives each item a list of its own, and its level apart.
        const level = Number(node.dataset.ariaLevel);
        block({ runs: [], held: true, list: { depth: level ? level - 1 : list.depth, sign: list.ordered ? `${list.next++}.` : "-" } });
      } else if (name === "tr" && isOneLine(node)) {
        block({ runs: [], held: true });
      } else if (name === "td" || name === "th") {
        if (!line?.held) return block(null);
        if (line.runs.length) add(" | ", { strong: false, stress: false, href: "" });
        within(marks, list);
      } else if (BLOCKS.includes(name) || name === "tr") {
        const level = /mso-list:\s*l\d+\s+level(\d+)/.exec(style);
        if (line?.held) {
          add(" ", marks);
          within(marks, list);
        } else if (level) {
          block({ runs: [], list: { depth: Number(level[1]) - 1, sign: "" } });
        } else if (/MsoListParagraphCxSp(Middle|Last)/.test(node.className) && lines.at(-1)?.list) {
          // A second paragraph of an item.
          close();
          line = lines.pop();
          add(" ", marks);
          within(marks, list);
          close();
        } else {
          block(null);
        }
      } else {
        const weight = /(?:^|;)\s*font-weight:\s*(\w+)/.exec(style)?.[1];
        const slant = /(?:^|;)\s*font-style:\s*(\w+)/.exec(style)?.[1];
        const href = name === "a" && /^(https?:\/\/|mailto:)[^\s()<>]+$/i.exec(node.getAttribute("href") || "")?.[0];
        within({
          strong: weight ? /^(bold|[6-9]00)$/.test(weight) : marks.strong || name === "b" || name === "strong",
          stress: slant ? slant === "italic" : marks.stress || name === "i" || name === "em",
          href: href || marks.href,
        }, list);
      }
    }

    walk(new DOMParser().parseFromString(markup.createHTML(html), "text/html").body, { strong: false, stress: false, href: "" }, null);
    close();
    return lines;
  }

  // A line's words with their marks: these stand against the words, and signs that would be read as marks are kept as signs.
  function wordsOf({ runs }) {
    let spaced = true;
    const words = runs.map(({ text, strong, stress, href }) => {
      let plain = text.replace(/[ \t\r\n\f]+/g, " ").replace(/[ \u00a0]{2,}/g, " ");
      if (spaced) plain = plain.trimStart();
      if (plain) spaced = /\s$/.test(plain);
      const [, before, core, after] = /^(\s*)(.*?)(\s*)$/su.exec(plain);
      if (!core) return plain;
      const mark = (strong ? "**" : "") + (stress ? "*" : "");
      const said = core.replace(/[\\*`]/g, "\\$&").replace(/(^|\W)_|_(?=\W|$)/g, "$1\\_").replace(/\]\(/g, "]\\(");
      return before + mark + (href ? `[${said}](${href})` : said) + mark + after;
    });
    return words.join("").trim();
  }

  // How an item begins. Numbers stay what they are, and so do letters and "1.1"; signs of print become a hyphen.
  function signOf({ sign }) {
    if (/^\d+[.)]$/.test(sign)) return sign.replace(")", ".");
    return /^[\p{L}\d]{1,4}[.)]$|^\d[\d.]+$/u.test(sign) ? `- ${sign}` : "-";
  }

  // What one would type for it.
  function typed(html) {
    let text = "";
    let before = null;
    for (const line of linesOf(html)) {
      const words = wordsOf(line);
      if (!words) continue;
      let item = null;
      if (line.list) {
        const sign = signOf(line.list);
        // Two depths are all there are, and an item that hangs under nothing stands by itself.
        item = { inner: line.list.depth > 0 && before !== null, numbered: sign[0] !== "-", sign };
      }
      // Without an empty line, a list of another kind would be read as more words of the item before it.
      const goesOn = item && before && item.numbered === before.numbered && item.inner === before.inner;
      if (text) text += goesOn ? "\n" : "\n\n";
      text += item ? `${item.inner ? "    " : ""}${item.sign} ${words}` : words.replace(/^[#>]/, "\\$&");
      before = item;
    }
    return text;
  }

  document.querySelectorAll("textarea[data-marks]").forEach((field) => field.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    const text = html && typed(html);
    if (!text) return;
    event.preventDefault();
    // As if typed, so that it can be undone.
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }));
}
