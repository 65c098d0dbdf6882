//! What every page must be, whoever looks at it: rules of axe-core, and what axe does not see.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{LazyLock, Mutex},
};

use serde_json::Value;

use crate::browser::{Browser, Screen};

/// The source of axe-core, which `tests/browser/run` installs.
static AXE: LazyLock<String> = LazyLock::new(|| {
    let path = std::env::var_os("AXE").map_or_else(
        || {
            PathBuf::from(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/target/tools/node_modules/axe-core/axe.min.js"
            ))
        },
        PathBuf::from,
    );
    std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
});

/// Pages that were found good before, by everything that is in them: the same page need not be asked twice.
static GOOD: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The rules of WCAG 2.2 A and AA, and those whose outcome axe leaves to a person where that is colour.
const RUN_AXE: &str = "
  const done = arguments[arguments.length - 1];
  // Of what a wide table has beyond its edge axe cannot tell the ground; on a wider screen it can.
  const hidden = node => {
    const one = document.querySelector(node.target[0]), edge = one && one.closest('.app-scroll');
    return edge && one.getBoundingClientRect().right > edge.getBoundingClientRect().right;
  };
  axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations', 'incomplete'],
      rules: { 'color-contrast': { enabled: !matchMedia('(forced-colors: active)').matches } } })
    .then(found => {
      const tell = rule => rule.nodes.slice(0, 3).map(node => rule.id + ': ' + node.target.join(' ') + ': ' + (node.failureSummary || rule.help));
      done(found.violations.flatMap(tell).concat(
        found.incomplete.filter(rule => rule.id === 'color-contrast')
          .map(rule => ({ ...rule, nodes: rule.nodes.filter(node => !hidden(node)) })).flatMap(tell).map(told => 'undecided ' + told)));
    })
    .catch(fault => done(['axe: ' + fault]));";

/// What scrolls sideways, words that are torn apart without a hyphen, and controls that hang over the edge.
const LAYOUT: &str = "
  const faults = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > width + 1);
    faults.push('scrolls sideways: ' + wide.slice(-3).map(one => one.tagName + '.' + one.className).join(', '));
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!parent.checkVisibility({ visibilityProperty: true }) || parent.closest('.app-only-read, textarea, option, code')) continue;
    for (const word of node.data.matchAll(/[\\p{L}\\p{N}]{2,}/gu)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].map(box => Math.round(box.top / 4)));
      if (tops.size > 1 && getComputedStyle(parent).hyphens !== 'auto' && !word[0].includes('\\u00ad') && word[0].length < 40)
        faults.push('torn word: ' + word[0] + ' in ' + parent.tagName + '.' + parent.className);
    }
  }
  return faults.slice(0, 5);";

/// Words that lie on other words. A line is taken at the height of its small letters, so that lines that are set close
/// are not taken to touch.
const OVERLAP: &str = "
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  // What stays in sight while the page moves under it, and what is only read aloud.
  const apart = style => ['sticky', 'fixed'].includes(style.position) || style.clipPath !== 'none';
  const stays = one => one && (apart(getComputedStyle(one)) || stays(one.parentElement));
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({ visibilityProperty: true })
      || parent.closest('.app-only-read, textarea, select, script, style') || stays(parent)) continue;
    const edge = parent.closest('.app-scroll');
    const seen = edge && edge.getBoundingClientRect();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const rest = box.height / 4;
      const line = { node, left: box.left, right: box.right, top: box.top + rest, bottom: box.bottom - rest };
      if (seen && (line.right > seen.right || line.left < seen.left)) continue;
      if (line.right - line.left > 2) lines.push(line);
    }
  }
  lines.sort((one, other) => one.top - other.top);
  const faults = [];
  lines.forEach((one, at) => {
    for (let next = at + 1; next < lines.length && lines[next].top < one.bottom - 2; next++) {
      const other = lines[next];
      if (one.node !== other.node && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 3)
        faults.push('words on words: ' + one.node.data.trim().slice(0, 30) + ' / ' + other.node.data.trim().slice(0, 30));
    }
  });
  return faults.slice(0, 5);";

/// WCAG 1.4.12: what people set to read more easily. A sheet that is made in script passes the policy.
const SPACING: &str = "
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
  const before = [...document.adoptedStyleSheets];
  document.adoptedStyleSheets = [...before, sheet];
  const faults = [];
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push('scrolls sideways with wide text');
  for (const one of document.querySelectorAll('button, a.utrecht-button, label, legend, h1, h2, h3, p, dt, dd, th, td, li')) {
    const style = getComputedStyle(one);
    const cut = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
    if (cut && !one.closest('.app-only-read') && (one.scrollHeight > one.clientHeight + 2 || one.scrollWidth > one.clientWidth + 2))
      faults.push('cut off with wide text: ' + one.tagName + ' ' + one.textContent.trim().slice(0, 40));
  }
  document.adoptedStyleSheets = before;
  // Laid out anew, so that nothing of it lingers in what the person does next; with the focus where it was.
  const [focused, left, top] = [document.activeElement, scrollX, scrollY];
  document.body.style.display = 'none';
  document.body.getBoundingClientRect();
  document.body.removeAttribute('style');
  focused.focus({ preventScroll: true });
  scrollTo(left, top);
  return faults.slice(0, 5);";

/// Everything that is wrong with the page as it is now.
pub(crate) async fn faults(browser: &Browser) -> Vec<String> {
    let mut faults: Vec<String> = noise(browser).await;
    let page = browser.run("return innerWidth + getComputedStyle(document.documentElement).colorScheme + matchMedia('(prefers-color-scheme: dark)').matches + matchMedia('(forced-colors: active)').matches + document.documentElement.outerHTML").await;
    let page = page.as_str().unwrap_or_default().to_owned();
    if GOOD.lock().is_ok_and(|good| good.contains(&page)) {
        return faults;
    }
    browser.run(&AXE).await;
    let found = browser.client.execute_async(RUN_AXE, Vec::new()).await.expect("axe");
    faults.extend(words(&found));
    for check in [LAYOUT, OVERLAP, SPACING] {
        faults.extend(words(&browser.run(check).await));
    }
    if browser.screen == Screen::Wide {
        browser.zoom(2).await;
        for check in [LAYOUT, OVERLAP] {
            faults.extend(
                words(&browser.run(check).await).into_iter().map(|fault| format!("at 200 %: {fault}")),
            );
        }
        browser.zoom(1).await;
    }
    if faults.is_empty()
        && let Ok(mut good) = GOOD.lock()
    {
        good.insert(page);
    }
    faults
}

/// What the console says. That a page answered 422, 409 or 404, or that another server is away (502), is said by the page
/// itself and by Chromium as well.
pub(crate) async fn noise(browser: &Browser) -> Vec<String> {
    let mut console = browser.console().await;
    let said = ["the server responded with a status of 4", "the server responded with a status of 502"];
    console.retain(|line| !said.iter().any(|words| line.contains(words)));
    console
}

fn words(found: &Value) -> Vec<String> {
    let found = found.as_array().cloned().unwrap_or_default();
    found.iter().map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned)).collect()
}
