/** The look of the shell: Fluent's colours and measures, light as the platform itself is. */
export const shellStyles = `
:root {
  color-scheme: light;
  --text: #242424; --muted: #616161; --faint: #8a8a8a;
  --line: #e0e0e0; --hair: #ededed; --page: #f5f5f5; --card: #ffffff; --hover: #f5f5f5; --nav: #f0f0f0;
  --brand: #0f6cbd; --brand-dark: #115ea3; --brand-soft: #ebf3fc; --top: #0b2a4a;
  --good: #0e700e; --busy: #0f6cbd; --warning: #8a3707; --bad: #b10e1c;
  --shadow: 0 0 2px rgb(0 0 0 / .12), 0 2px 4px rgb(0 0 0 / .10);
  --float: 0 0 2px rgb(0 0 0 / .12), 0 8px 16px rgb(0 0 0 / .14);
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--page); color: var(--text);
  font: 400 14px/20px "Segoe UI", "Segoe UI Web (West European)", -apple-system, BlinkMacSystemFont, Roboto, "Open Sans", "Helvetica Neue", sans-serif; }
h1, h2, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: var(--brand-dark); text-decoration: none; }
a:hover { text-decoration: underline; }
button, input, select, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
.icon { fill: currentColor; flex: none; display: block; }
.fill { flex: 1; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 8px; top: -60px; z-index: 10; padding: 8px 12px; background: var(--card); border-radius: 4px; }
.skip:focus { top: 4px; }
:focus-visible { outline: 2px solid var(--text); outline-offset: 1px; border-radius: 4px; }
main:focus { outline: none; }

.top { flex: none; display: flex; align-items: center; gap: 12px; height: 48px; padding: 0 12px 0 0; background: var(--top); color: #fff; }
.top :focus-visible { outline-color: #fff; }
.waffle { display: grid; place-items: center; width: 48px; height: 48px; }
.brand { font-weight: 600; font-size: 16px; line-height: 22px; padding-right: 12px; border-right: 1px solid rgb(255 255 255 / .4); white-space: nowrap; }
.top .app { color: #fff; font-size: 16px; line-height: 22px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.hint { color: rgb(255 255 255 / .78); font-size: 12px; line-height: 16px; white-space: nowrap; }
.person { display: flex; align-items: center; gap: 8px; height: 40px; padding: 0 6px 0 10px; border: 0; border-radius: 4px; background: none; color: #fff; white-space: nowrap; }
.person:hover { background: rgb(255 255 255 / .12); }
.face { flex: none; display: grid; place-items: center; width: 32px; height: 32px; border-radius: 50%; font-size: 12px; font-weight: 600; color: #004377; background: #a9d3f2; }
.face.user { color: #3f1066; background: #d9b5ea; }
.face.nobody { color: #424242; background: #d6d6d6; }

.flyout { position: fixed; inset: auto; margin: 0; padding: 4px; border: 0; border-radius: 4px; background: var(--card); color: var(--text); box-shadow: var(--float); }
.flyout p { padding: 8px 8px 4px; color: var(--muted); font-size: 12px; line-height: 16px; }
.flyout a, .flyout button { display: flex; align-items: center; gap: 10px; width: 100%; padding: 6px 8px; border: 0; border-radius: 4px; background: none; color: var(--text); text-align: left; text-decoration: none; }
.flyout a:hover, .flyout button:hover { background: var(--hover); }
.flyout [aria-current] { font-weight: 600; }
.flyout [aria-current] > .icon { margin-left: auto; color: var(--brand); }
.people { top: 50px; right: 8px; width: 260px; }
.people span b { display: block; font-weight: inherit; }
.people small { display: block; color: var(--muted); font-size: 12px; line-height: 16px; font-weight: 400; }
.areas { left: 8px; bottom: 56px; width: 220px; }
.views { top: 152px; left: 244px; min-width: 240px; }

.below { flex: 1; min-height: 0; display: flex; }
.side { flex: none; display: flex; flex-direction: column; width: 220px; background: var(--nav); border-right: 1px solid var(--line); }
.side .none { padding: 16px; color: var(--muted); }
.entries { flex: 1; overflow-y: auto; padding: 8px 0; }
.side h2 { padding: 12px 16px 4px; font-size: 14px; line-height: 20px; font-weight: 600; }
.entries a { position: relative; display: flex; align-items: center; gap: 10px; margin: 1px 6px; padding: 8px 10px; border-radius: 4px; color: var(--text); }
.entries a:hover { background: #e6e6e6; text-decoration: none; }
.entries a[aria-current] { background: var(--card); font-weight: 600; box-shadow: 0 0 2px rgb(0 0 0 / .10); }
.entries a[aria-current] .icon { color: var(--brand); }
.entries a[aria-current]::before { content: ""; position: absolute; left: 0; top: 9px; bottom: 9px; width: 3px; border-radius: 2px; background: var(--brand); }
.entries .icon { color: var(--muted); }
.label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.area { display: flex; align-items: center; gap: 10px; height: 48px; padding: 0 12px; border: 0; border-top: 1px solid var(--line); background: none; text-align: left; }
.area:hover { background: #e6e6e6; }
.area .icon { margin-left: auto; color: var(--muted); }
.tile { flex: none; display: grid; place-items: center; width: 24px; height: 24px; border-radius: 4px; background: var(--brand); color: #fff; font-size: 12px; font-weight: 600; }
.tile.big { width: 40px; height: 40px; border-radius: 50%; background: var(--brand-soft); color: var(--brand); }

main { flex: 1; min-width: 0; overflow: auto; display: flex; flex-direction: column; gap: 8px; padding: 8px 12px 12px; }
main:has(> iframe) { padding: 0; overflow: hidden; }
iframe.page { flex: 1; width: 100%; border: 0; background: var(--page); }
.card { flex: none; background: var(--card); border-radius: 4px; box-shadow: var(--shadow); }
.commands { flex: none; display: flex; align-items: center; gap: 4px; min-height: 40px; padding: 4px; background: var(--card); border-radius: 4px; box-shadow: var(--shadow); }
.command { display: flex; align-items: center; gap: 8px; height: 32px; padding: 0 10px; border: 0; border-radius: 4px; background: none; color: var(--text); }
.command .icon { color: var(--brand); }
.command:hover { background: var(--hover); text-decoration: none; }
.command.lone { padding: 0 6px; }

.head { display: flex; align-items: center; flex-wrap: wrap; gap: 8px 16px; padding: 12px 16px; }
.head h1, .head h2 { font-size: 18px; line-height: 24px; font-weight: 600; }
.head h2 { font-size: 16px; line-height: 22px; }
.choose button { display: flex; align-items: center; gap: 8px; padding: 0 4px; margin-left: -4px; border: 0; border-radius: 4px; background: none; font-weight: 600; }
.choose button:hover { background: var(--hover); }
.search { margin-left: auto; }
.search label { display: flex; align-items: center; gap: 8px; width: 280px; max-width: 70vw; height: 32px; padding: 0 10px; border: 1px solid #d1d1d1; border-bottom-color: #616161; border-radius: 4px; background: var(--card); }
.search label:focus-within { border-bottom-color: var(--brand); box-shadow: inset 0 -1px 0 var(--brand); }
.search .icon { color: var(--muted); }
.search input { flex: 1; min-width: 0; border: 0; padding: 0; background: none; }
.search input:focus { outline: none; }
::placeholder { color: #707070; opacity: 1; }

.card.whole { flex: 1 1 auto; min-height: 320px; display: flex; flex-direction: column; }
.card.whole .scroll { flex: 1; min-height: 0; overflow: auto; }
.card.whole .foot { border-top: 1px solid var(--hair); }
.card.whole .empty { flex: 1; justify-content: center; }
.card.whole th { position: sticky; top: 0; z-index: 1; background: var(--card); }
main:has(> .whole) { overflow: hidden; }
.scroll { overflow-x: auto; }
.grid { border-collapse: separate; border-spacing: 0; table-layout: fixed; width: 100%; }
.grid .number { text-align: right; }
.grid th.number a { justify-content: flex-end; }
.grid th { height: 40px; padding: 0 12px; text-align: left; font-weight: 600; border-top: 1px solid var(--hair); border-bottom: 1px solid var(--line); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.grid th a { display: flex; align-items: center; gap: 6px; height: 39px; color: inherit; }
.grid th a span { overflow: hidden; text-overflow: ellipsis; }
.grid th:first-child, .grid td:first-child { padding-left: 16px; }
.grid th .icon { color: var(--muted); }
.grid td { height: 42px; padding: 0 12px; border-bottom: 1px solid var(--hair); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.grid tbody tr:hover { background: #fafafa; }
.grid td:first-child a { font-weight: 600; }
.status { display: inline-flex; align-items: center; gap: 6px; vertical-align: middle; max-width: 100%; }
.status span { overflow: hidden; text-overflow: ellipsis; }
.status .icon { color: var(--faint); }
.status.good .icon { color: var(--good); }
.status.busy .icon { color: var(--busy); }
.status.warning .icon { color: #bc4b09; }
.status.bad .icon { color: var(--bad); }
.foot { display: flex; align-items: center; gap: 8px; min-height: 44px; padding: 6px 16px; color: var(--muted); font-size: 12px; line-height: 16px; }
.step { display: grid; place-items: center; width: 28px; height: 28px; border-radius: 4px; color: var(--brand); }
a.step:hover { background: var(--hover); }
span.step { color: #bdbdbd; }
.empty { display: flex; flex-direction: column; align-items: center; gap: 8px; padding: 48px 16px; color: var(--muted); border-top: 1px solid var(--hair); }
.notice { display: flex; gap: 16px; max-width: 720px; margin: 32px auto; padding: 24px; }
.notice > .icon { width: 24px; height: 24px; color: #bc4b09; }
.notice h1 { font-size: 20px; line-height: 28px; font-weight: 600; }
.notice p { margin-top: 8px; }

.record .title { display: flex; align-items: center; gap: 12px 16px; flex-wrap: wrap; padding: 16px; }
.record h1 { font-size: 20px; line-height: 28px; font-weight: 600; overflow-wrap: anywhere; }
.record .title p { color: var(--muted); font-size: 12px; line-height: 16px; }
.facts { display: flex; flex-wrap: wrap; }
.facts div { padding: 0 16px; border-left: 1px solid var(--line); }
.facts div:first-child { border-left: 0; }
.facts dt { color: var(--muted); font-size: 12px; line-height: 16px; }
.facts .status { font-weight: 600; }
.tabs { display: flex; gap: 4px; padding: 0 8px; overflow-x: auto; }
.tabs a { position: relative; padding: 10px 8px 12px; color: var(--muted); white-space: nowrap; }
.tabs a:hover { color: var(--text); text-decoration: none; }
.tabs a[aria-current] { color: var(--text); font-weight: 600; }
.tabs a[aria-current]::after { content: ""; position: absolute; left: 8px; right: 8px; bottom: 0; height: 3px; border-radius: 2px; background: var(--brand); }
.sections { column-width: 420px; column-gap: 8px; }
.sections .card { padding: 16px; margin-bottom: 8px; break-inside: avoid; }
.sections h2 { padding-bottom: 12px; font-size: 16px; line-height: 22px; font-weight: 600; }
.field { display: grid; grid-template-columns: minmax(110px, 170px) minmax(0, 1fr); gap: 12px; align-items: start; padding: 2px 0; }
.field > .label { padding: 6px 0; color: var(--muted); white-space: normal; }
.field .value { padding: 6px 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.field .nothing { color: var(--faint); }
.field input, .field select, .field textarea { width: 100%; min-height: 32px; padding: 5px 10px; border: 1px solid #d1d1d1; border-bottom-color: #616161; border-radius: 4px; background: var(--card); }
.field input:focus, .field select:focus, .field textarea:focus { outline: none; border-bottom-color: var(--brand); box-shadow: inset 0 -1px 0 var(--brand); }
.field.wide .value { max-height: 220px; overflow-y: auto; }
.message { flex: none; display: flex; align-items: center; gap: 8px; padding: 8px 12px; border-radius: 4px; border: 1px solid; }
.message.good { background: #f1faf1; border-color: #9fd89f; }
.message.good .icon { color: var(--good); }
.message.bad { background: #fdf3f4; border-color: #eeacb2; }
.message.bad .icon { color: var(--bad); }
.small { display: inline-flex; align-items: center; gap: 6px; height: 28px; padding: 0 10px; border: 1px solid #d1d1d1; border-radius: 4px; background: var(--card); }
.small:hover { background: var(--hover); }
.small .icon { width: 16px; height: 16px; }
.quiet { color: var(--muted); }
.found { background: var(--brand-soft); }
.found p { padding: 12px 16px; }
.found .grid tbody tr:hover { background: none; }

@media (max-width: 900px) {
  .side { width: 49px; }
  .side h2, .side .label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .entries a { padding: 8px; }
  .area .icon { display: none; }
  .areas .label { position: static; width: auto; height: auto; clip-path: none; }
  .views { left: 72px; }
  .hint, .brand { display: none; }
}
@media (max-width: 480px) {
  .person .name { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .field { grid-template-columns: minmax(0, 1fr); gap: 0; padding: 4px 0; }
  .field > .label, .field .value { padding: 2px 0; }
}
@media (forced-colors: active) {
  .card, .commands, .flyout { border: 1px solid CanvasText; }
  .entries a[aria-current]::before, .tabs a[aria-current]::after { background: Highlight; }
}
`;
