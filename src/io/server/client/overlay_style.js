// How the overlay looks: a quiet card on a veiled page, in the reader's choice of light or dark.

export const SHEET = `
:host {
  all: initial !important;
  --paper: #fffdfb; --ink: #24211f; --soft: #6d6661; --line: #e7e0da; --code: #f7f3ef;
  --red: #b3372a; --red-surface: #fbe9e6; --amber: #80570a; --amber-surface: #fbf0d8; --veil: rgb(40 34 30 / .38);
}
@media (prefers-color-scheme: dark) {
  :host {
    --paper: #201d1b; --ink: #ece6e1; --soft: #a89f98; --line: #3a3531; --code: #2a2623;
    --red: #f0978b; --red-surface: #43221e; --amber: #e6bd6a; --amber-surface: #3b2f16; --veil: rgb(0 0 0 / .55);
  }
}
@media print { :host { display: none !important; } }
* { box-sizing: border-box; }
dialog, .badge {
  color-scheme: light dark;
  font: 16px/1.65 system-ui, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  color: var(--ink);
}
[hidden] { display: none !important; }
.error { --tone: var(--red); --surface: var(--red-surface); }
.warning { --tone: var(--amber); --surface: var(--amber-surface); }
h1, h2, p, ol { margin: 0; padding: 0; }
h1, h2 { font: inherit; }
ol { list-style: none; }
button { cursor: pointer; }
.close { font: inherit; }
:focus-visible { outline: 2px solid var(--tone, currentcolor); outline-offset: 2px; }

dialog { inline-size: min(736px, 100vw - 32px); max-block-size: calc(100dvh - 48px); margin: auto; padding: 0; border: 0; background: none; overflow: visible; }
dialog::backdrop { background: var(--veil); backdrop-filter: blur(3px) saturate(.8); }
.card { display: flex; flex-direction: column; max-block-size: calc(100dvh - 48px); overflow: hidden; border-radius: 14px; border-block-start: 4px solid var(--tone); background: var(--paper); box-shadow: 0 1px 2px rgb(0 0 0 / .12), 0 18px 60px rgb(0 0 0 / .28); }
header { display: grid; grid-template-columns: 1fr auto; gap: 2.4px 16px; padding: 18.4px 24px 16px; border-block-end: 1px solid var(--line); }
h1 { font-size: 19.2px; font-weight: 650; line-height: 1.4; }
#lead { grid-column: 1 / -1; color: var(--soft); font-size: 14.4px; }
.close { align-self: start; padding: 2.4px 11.2px; border: 1px solid var(--line); border-radius: 8px; background: none; font-size: 13.6px; color: var(--soft); }
.close:hover { color: var(--ink); border-color: currentcolor; }
kbd { margin-inline-start: .5em; font: 12px ui-monospace, monospace; opacity: .75; }
.scroll { overflow: auto; overscroll-behavior: contain; padding: 0 24px; }
li { padding-block: 20px; }
li + li { border-block-start: 1px solid var(--line); }
h2 { font-weight: 600; overflow-wrap: anywhere; }
.code { display: inline-block; margin-inline-end: 5.6px; padding-inline: 8px; border-radius: 6px; background: var(--surface); color: var(--tone); font-size: 12.8px; font-weight: 600; white-space: nowrap; }
.place { margin-block-start: 8px; color: var(--soft); font: 13.1px/1.6 ui-monospace, "SFMono-Regular", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; overflow-wrap: anywhere; }
.excerpt { margin-block-start: 5.6px; padding-block: 9.6px; border-radius: 8px; background: var(--code); overflow-x: auto; font: 13.8px/1.75 ui-monospace, "SFMono-Regular", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace; tab-size: 4; }
.line { display: grid; grid-template-columns: 52px max-content; min-inline-size: max-content; padding-inline-end: 16px; color: var(--soft); }
.line::before { content: attr(data-number); padding-inline-end: 14.4px; text-align: end; opacity: .7; user-select: none; }
.line code { font: inherit; white-space: pre; min-block-size: 1lh; }
.marked { color: var(--ink); background: color-mix(in srgb, var(--surface) 55%, transparent); }
mark { background: none; color: var(--tone); font-weight: 600; }
.under { grid-column: 2; block-size: 1lh; margin-block-start: -7.2px; visibility: hidden; user-select: none; }
.under i { position: relative; display: inline-block; block-size: 1lh; font-style: normal; font-weight: 600; overflow: hidden; vertical-align: top; }
.under i::after { content: "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"; position: absolute; inset: 0; visibility: visible; color: var(--tone); }
.help, .related { margin-block-start: 11.2px; overflow-wrap: anywhere; }
.help b, .related b { margin-inline-end: 11.2px; color: var(--soft); font-size: 13.6px; font-weight: 600; }
details { margin-block-start: 5.6px; font-size: 14.4px; color: var(--soft); }
summary { inline-size: fit-content; cursor: pointer; border-radius: 4px; }
.others { padding-block: 16px; border-block-start: 1px solid var(--line); color: var(--soft); }

.badge { position: fixed; inset-block-end: 16px; inset-inline-end: 16px; z-index: 2147483647; max-inline-size: calc(100vw - 32px); padding: 6.4px 15.2px; border: 1px solid color-mix(in srgb, var(--tone, var(--soft)) 45%, transparent); border-radius: 999px; background: var(--surface, var(--paper)); color: var(--tone, var(--soft)); font-size: 14px; font-weight: 600; box-shadow: 0 2px 12px rgb(0 0 0 / .16); }
dialog[open] ~ .badge { display: none; }
.badge:hover { border-color: currentcolor; }
.notice { inset-inline: 16px auto; font-weight: 400; }
@media (max-width: 480px) {
  header, .scroll { padding-inline: 16px; }
  .line { grid-template-columns: 36px max-content; }
}
`;
