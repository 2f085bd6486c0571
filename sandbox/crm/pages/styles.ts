/** The look of the shell: that of today's model-driven apps, light and dark as the person's system asks for. */
export const shellStyles = `
:root {
  color-scheme: light dark;
  --text: #242424; --muted: #616161; --faint: #8a8a8a; --off: #bdbdbd;
  --line: #e0e0e0; --hair: #f0f0f0; --edge: #d1d1d1; --edge-strong: #616161;
  --page: #f5f5f5; --card: #ffffff; --hover: #f5f5f5; --picked: #ebf3fc; --row: #fafafa;
  --nav: #f0f0f0; --nav-hover: #e0e0e0;
  --brand: #0f6cbd; --brand-hover: #115ea3; --link: #115ea3; --brand-soft: #ebf3fc; --on-brand: #ffffff;
  --top: #0b2a4a; --on-top: #ffffff;
  --good: #0e700e; --good-soft: #f1faf1; --good-edge: #9fd89f;
  --warning: #bc4b09; --warning-soft: #fff9f5; --warning-edge: #fdcfb4;
  --bad: #b10e1c; --bad-soft: #fdf3f4; --bad-edge: #eeacb2;
  --shadow: 0 0 2px rgb(0 0 0 / .12), 0 1px 2px rgb(0 0 0 / .14);
  --float: 0 0 2px rgb(0 0 0 / .12), 0 8px 16px rgb(0 0 0 / .14);
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #ffffff; --muted: #d6d6d6; --faint: #adadad; --off: #5c5c5c;
    --line: #3d3d3d; --hair: #333333; --edge: #666666; --edge-strong: #adadad;
    --page: #1f1f1f; --card: #292929; --hover: #3d3d3d; --picked: #0c3b5e; --row: #2e2e2e;
    --nav: #141414; --nav-hover: #333333;
    --brand: #479ef5; --brand-hover: #62abf5; --link: #62abf5; --brand-soft: #082338; --on-brand: #0a0a0a;
    --top: #0a1a2b; --on-top: #ffffff;
    --good: #54b054; --good-soft: #052505; --good-edge: #107c10;
    --warning: #faa06b; --warning-soft: #4a1e04; --warning-edge: #8a3707;
    --bad: #f1707b; --bad-soft: #3f1011; --bad-edge: #751d1f;
    --shadow: 0 0 2px rgb(0 0 0 / .24), 0 1px 2px rgb(0 0 0 / .28);
    --float: 0 0 2px rgb(0 0 0 / .24), 0 8px 16px rgb(0 0 0 / .28);
  }
  img.picture, .pane-tab img { filter: invert(1) hue-rotate(180deg); }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--page); color: var(--text);
  font: 400 14px/20px "Segoe UI", "Segoe UI Web (West European)", -apple-system, BlinkMacSystemFont, Roboto, "Open Sans", "Helvetica Neue", sans-serif; }
h1, h2, h3, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: var(--link); text-decoration: none; }
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
.moving main { opacity: .6; }

.top { flex: none; display: flex; align-items: center; gap: 12px; height: 48px; padding: 0 12px 0 0; background: var(--top); color: var(--on-top); }
.top > :focus-visible { outline-color: var(--on-top); outline-offset: -2px; }
.waffle { display: grid; place-items: center; flex: none; width: 48px; height: 48px; border: 0; background: none; color: inherit; }
button.waffle:hover, .round:hover, .person:hover { background: rgb(255 255 255 / .14); }
.brand { font-weight: 600; font-size: 16px; line-height: 22px; padding-right: 12px; border-right: 1px solid rgb(255 255 255 / .4); white-space: nowrap; }
.top .app { color: var(--on-top); font-size: 16px; line-height: 22px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.hint { color: rgb(255 255 255 / .8); font-size: 12px; line-height: 16px; white-space: nowrap; }
.round { position: relative; display: grid; place-items: center; flex: none; width: 40px; height: 40px; border: 0; border-radius: 4px; background: none; color: inherit; }
#bell.badged::after { content: attr(data-count); position: absolute; top: 3px; left: 22px; min-width: 14px; padding: 0 3px; border-radius: 7px; background: #c50f1f; color: #fff; font-size: 10px; line-height: 14px; font-weight: 600; text-align: center; }
.person { display: flex; align-items: center; gap: 8px; height: 40px; padding: 0 6px 0 10px; border: 0; border-radius: 4px; background: none; color: inherit; white-space: nowrap; }
.face { flex: none; display: grid; place-items: center; width: 32px; height: 32px; border-radius: 50%; font-size: 12px; font-weight: 600; color: #004377; background: #a9d3f2; }
.face.user { color: #3f1066; background: #d9b5ea; }
.face.nobody { color: #424242; background: #d6d6d6; }

.flyout { position: fixed; inset: auto; margin: 0; padding: 4px; border: 0; border-radius: 8px; background: var(--card); color: var(--text); box-shadow: var(--float); max-width: calc(100vw - 16px); max-height: calc(100vh - 64px); overflow: auto; }
.flyout p { padding: 8px 8px 4px; color: var(--muted); font-size: 12px; line-height: 16px; }
.flyout li a, .flyout form button, .more .command { display: flex; align-items: center; gap: 10px; width: 100%; min-height: 32px; height: auto; padding: 6px 8px; border: 0; border-radius: 4px; background: none; color: var(--text); text-align: left; text-decoration: none; }
.flyout li a:hover, .flyout form button:hover { background: var(--hover); }
.flyout [aria-current] { font-weight: 600; }
.flyout [aria-current] > .icon:last-child { margin-left: auto; color: var(--brand); }
.people { top: 50px; right: 8px; width: 280px; }
.people span b { display: block; font-weight: inherit; }
.people small { display: block; color: var(--muted); font-size: 12px; line-height: 16px; font-weight: 400; }
.apps { min-width: 300px; }
.areas { left: 8px; bottom: 56px; width: 220px; }
.views { min-width: 260px; }
.notices { width: 360px; padding: 16px; }
.notices h2 { padding-bottom: 8px; font-size: 20px; line-height: 28px; font-weight: 600; }
.notices p { padding: 4px 0; font-size: 14px; line-height: 20px; }
.notice-card { display: flex; gap: 10px; padding: 12px 0; border-top: 1px solid var(--line); }
.notice-card > div { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.notice-card h3 { font-size: 14px; line-height: 20px; font-weight: 600; }
.notice-card small { display: block; color: var(--muted); font-size: 12px; line-height: 16px; }
.notice-card.good > .icon { color: var(--good); }
.notice-card.bad > .icon { color: var(--bad); }
.notice-card.warning > .icon { color: var(--warning); }
.notice-card.info > .icon { color: var(--brand); }

.notification { display: flex; align-items: center; gap: 8px; min-height: 40px; padding: 4px 8px 4px 16px; border-bottom: 1px solid var(--line); background: var(--card); }
.notification span { flex: 1; }
.notification.good { background: var(--good-soft); } .notification.good > .icon:first-child { color: var(--good); }
.notification.bad { background: var(--bad-soft); } .notification.bad > .icon:first-child { color: var(--bad); }
.notification.warning { background: var(--warning-soft); } .notification.warning > .icon:first-child { color: var(--warning); }
.notification.info > .icon:first-child { color: var(--brand); }
.lone { display: inline-grid; place-items: center; width: 32px; height: 32px; padding: 0; border: 0; border-radius: 4px; background: none; flex: none; }
.lone:hover { background: var(--hover); }
.link { border: 0; padding: 2px 0; background: none; color: var(--link); font-weight: 600; }
.link:hover { text-decoration: underline; }

.below { flex: 1; min-height: 0; display: flex; }
.side { flex: none; display: flex; flex-direction: column; width: 220px; background: var(--nav); border-right: 1px solid var(--line); }
.side .none { padding: 16px; color: var(--muted); }
.hamburger { flex: none; display: grid; place-items: center; width: 40px; height: 36px; margin: 4px 6px 0; border: 0; border-radius: 4px; background: none; }
.hamburger:hover, .entries a:hover, .area:hover { background: var(--nav-hover); text-decoration: none; }
.entries { flex: 1; overflow-y: auto; padding: 0 0 8px; }
.side h2 { padding: 12px 16px 4px; font-size: 14px; line-height: 20px; font-weight: 600; }
.entries a { position: relative; display: flex; align-items: center; gap: 10px; margin: 1px 6px; padding: 8px 10px; border-radius: 4px; color: var(--text); }
.entries a[aria-current] { background: var(--card); font-weight: 600; }
.entries a[aria-current] .icon { color: var(--brand); }
.entries a[aria-current]::before { content: ""; position: absolute; left: 0; top: 9px; bottom: 9px; width: 3px; border-radius: 2px; background: var(--brand); }
.entries .icon { color: var(--muted); }
.label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.area { display: flex; align-items: center; gap: 10px; height: 48px; padding: 0 12px; border: 0; border-top: 1px solid var(--line); background: none; text-align: left; }
.area .icon { margin-left: auto; color: var(--muted); }
.tile { flex: none; display: grid; place-items: center; width: 24px; height: 24px; border-radius: 4px; background: var(--brand); color: var(--on-brand); font-size: 12px; font-weight: 600; }
.tile .icon { width: 16px; height: 16px; }
.tile.big { width: 40px; height: 40px; border-radius: 50%; background: var(--brand-soft); color: var(--brand); }
.tile.big .icon { width: 20px; height: 20px; }

main { flex: 1; min-width: 0; overflow: auto; display: flex; flex-direction: column; gap: 8px; padding: 12px 16px 16px; }
main:has(> iframe) { padding: 0; overflow: hidden; }
iframe.page { flex: 1; width: 100%; border: 0; background: var(--page); }
.card { flex: none; background: var(--card); border-radius: 8px; box-shadow: var(--shadow); }
.bar { flex: none; display: flex; min-height: 40px; background: var(--card); border-radius: 8px; box-shadow: var(--shadow); padding-left: 4px; }
.bar .back { align-self: center; width: 32px; }
.commands { flex: none; display: flex; align-items: center; gap: 4px; min-width: 0; min-height: 40px; padding: 4px; overflow: hidden; background: var(--card); border-radius: 8px; }
main > .commands { box-shadow: var(--shadow); }
.bar .commands { flex: 1; }
.command { flex: none; display: flex; align-items: center; gap: 8px; height: 32px; padding: 0 10px; border: 0; border-radius: 4px; background: none; color: var(--text); white-space: nowrap; }
.command .icon { color: var(--brand); }
.command:hover { background: var(--hover); text-decoration: none; }
.command.lone { display: inline-grid; padding: 0; }
.commands :focus-visible { outline-offset: -2px; }
.overflow { margin-left: auto; }
.more { min-width: 180px; }
.more .command:hover { background: var(--hover); }

.head { display: flex; align-items: center; flex-wrap: wrap; gap: 8px 16px; padding: 12px 16px; }
.head h1 { font-size: 20px; line-height: 28px; font-weight: 600; }
.head h2 { font-size: 16px; line-height: 22px; font-weight: 600; }
.choose button { display: flex; align-items: center; gap: 8px; padding: 0 4px; margin-left: -4px; border: 0; border-radius: 4px; background: none; font-weight: 600; text-align: left; }
.choose button:hover { background: var(--hover); }
.search { margin-left: auto; }
.search label { display: flex; align-items: center; gap: 8px; width: 280px; max-width: 76vw; height: 32px; padding: 0 10px; border: 1px solid var(--edge); border-bottom-color: var(--edge-strong); border-radius: 4px; background: var(--card); }
.search label:focus-within { border-bottom-color: var(--brand); box-shadow: inset 0 -1px 0 var(--brand); }
.search .icon { color: var(--muted); }
.search input { flex: 1; min-width: 0; border: 0; padding: 0; background: none; }
.search input:focus { outline: none; }
::placeholder { color: var(--muted); opacity: 1; }

.card.whole { flex: 1 1 auto; min-height: 320px; display: flex; flex-direction: column; }
.card.whole .grid-body { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.card.whole .scroll { flex: 1; min-height: 0; overflow: auto; }
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
.grid th .icon { color: var(--muted); }
.grid td { height: 42px; padding: 0 12px; border-bottom: 1px solid var(--hair); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.grid .check { width: 48px; padding: 0 0 0 16px; overflow: visible; }
.grid.plain th:first-child, .grid.plain td:first-child { padding-left: 16px; }
.grid :focus-visible { outline-offset: -2px; }
.grid tbody tr:hover { background: var(--row); }
.grid tbody tr[aria-selected=true] { background: var(--picked); }
.grid td:nth-child(2) a { font-weight: 600; }
input[type=checkbox] { appearance: none; display: grid; place-content: center; width: 16px; height: 16px; margin: 0; border: 1px solid var(--edge-strong); border-radius: 2px; background: var(--card); cursor: pointer; }
input[type=checkbox]:checked, input[type=checkbox]:indeterminate { border-color: var(--brand); background: var(--brand); }
input[type=checkbox]:checked::before { content: ""; width: 9px; height: 5px; margin-top: -3px; border: solid var(--on-brand); border-width: 0 0 2px 2px; transform: rotate(-45deg); }
input[type=checkbox]:indeterminate::before { content: ""; width: 8px; height: 2px; background: var(--on-brand); }
.foot { display: flex; align-items: center; gap: 8px; min-height: 44px; padding: 6px 16px; color: var(--muted); font-size: 12px; line-height: 16px; }
.step { display: grid; place-items: center; width: 28px; height: 28px; border-radius: 4px; color: var(--brand); }
a.step:hover { background: var(--hover); }
span.step { color: var(--off); }
.empty { display: flex; flex-direction: column; align-items: center; gap: 8px; padding: 40px 16px; color: var(--muted); border-top: 1px solid var(--hair); text-align: center; }
.notice { display: flex; gap: 16px; width: min(720px, 100%); margin: 32px auto; padding: 24px; }
.notice > .icon { width: 24px; height: 24px; color: var(--warning); }
.notice h1 { font-size: 20px; line-height: 28px; font-weight: 600; }
.notice p { margin-top: 8px; overflow-wrap: anywhere; }
.notice .detail { color: var(--muted); font-size: 12px; line-height: 16px; }
.notice .button { margin-top: 8px; }
.button { display: inline-flex; align-items: center; justify-content: center; min-width: 96px; min-height: 32px; padding: 5px 12px; border: 1px solid var(--edge); border-radius: 4px; background: var(--card); color: var(--text); font-weight: 600; }
.button:hover { background: var(--hover); text-decoration: none; }
.button.primary { border-color: transparent; background: var(--brand); color: var(--on-brand); }
.button.primary:hover { background: var(--brand-hover); }

.record .title { display: flex; align-items: center; gap: 12px 16px; flex-wrap: wrap; padding: 16px 16px 12px; }
.record .names { min-width: 0; }
.record .named { display: flex; align-items: baseline; flex-wrap: wrap; gap: 0 8px; }
.record h1 { font-size: 20px; line-height: 28px; font-weight: 600; overflow-wrap: anywhere; }
#form-state { color: var(--muted); }
.record .title p { color: var(--muted); font-size: 12px; line-height: 16px; }
.facts { display: flex; flex-wrap: wrap; row-gap: 8px; }
.facts div { padding: 0 16px; border-left: 1px solid var(--line); }
.facts div:first-child { border-left: 0; }
.facts div:last-child { padding-right: 0; }
.facts dt { color: var(--muted); font-size: 12px; line-height: 16px; }
.facts dd { min-height: 22px; font-weight: 600; }
.tab-row { display: flex; align-items: stretch; padding: 0 8px; overflow-x: auto; }
.tabs { display: flex; gap: 4px; }
.tabs button, .related { position: relative; display: flex; align-items: center; gap: 4px; padding: 10px 8px 12px; border: 0; background: none; color: var(--muted); white-space: nowrap; }
.tabs button:hover, .related:hover { color: var(--text); }
.tabs button[aria-selected=true] { color: var(--text); font-weight: 600; }
.tabs button[aria-selected=true]::after { content: ""; position: absolute; left: 8px; right: 8px; bottom: 0; height: 3px; border-radius: 2px; background: var(--brand); }
.tab-row :focus-visible { outline-offset: -3px; }
#record:not(:has(> .panel:not([hidden]))) { display: none; }
.columns { display: flex; flex-wrap: wrap; gap: 8px; }
.column { flex: var(--share) 1 calc(var(--share) * 1% - 8px); min-width: min(340px, 100%); display: flex; flex-direction: column; gap: 8px; }
.column > .card { padding: 16px; }
.column > .card > h2 { padding-bottom: 12px; font-size: 16px; line-height: 22px; font-weight: 600; }
.card.gridded { padding: 0 !important; }
.subgrid { min-width: 0; }
.subgrid .head { flex-wrap: nowrap; padding: 8px 8px 8px 16px; }
.subgrid .mini { flex: 1; justify-content: flex-end; min-height: 32px; padding: 0; }
.card:not(.gridded) .subgrid .head { padding-left: 0; }
.card:not(.gridded) .subgrid { grid-column: 1 / -1; }
.subgrid .overflow { margin-left: 0; }
.subgrid .grid th { border-top: 1px solid var(--hair); }
.fields { display: grid; grid-template-columns: minmax(0, 1fr); column-gap: 24px; }
.gridded .fields { display: block; }
.across2 { grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); }
.across3, .across4 { grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); }
.field { display: grid; grid-template-columns: minmax(110px, 34%) minmax(0, 1fr); gap: 12px; align-items: start; padding: 4px 0; }
.field > .label { padding: 6px 0; color: var(--text); white-space: normal; overflow-wrap: anywhere; }
.field .value { padding: 6px 0; overflow-wrap: anywhere; white-space: pre-wrap; }
.field .nothing { color: var(--muted); }
.field input, .field select, .field textarea { width: 100%; min-height: 32px; padding: 5px 10px; border: 1px solid transparent; border-radius: 4px; background: var(--page); }
.field textarea { display: block; resize: vertical; }
.field input:hover, .field select:hover, .field textarea:hover { border-color: var(--edge); }
.field input:focus, .field select:focus, .field textarea:focus { outline: none; border-color: var(--edge); border-bottom-color: var(--brand); box-shadow: inset 0 -1px 0 var(--brand); }
.field.wide { grid-column: 1 / -1; }
.field.wide .value { max-height: 220px; overflow-y: auto; }
.lookup { position: relative; }
.lookup > .icon { position: absolute; left: 8px; top: 6px; color: var(--brand); pointer-events: none; }
.field .lookup input { padding-left: 36px; }
.lookup [role=listbox] { position: absolute; z-index: 3; left: 0; right: 0; top: 34px; padding: 4px; border-radius: 4px; background: var(--card); box-shadow: var(--float); }
.lookup [role=option] { padding: 6px 8px; border-radius: 4px; cursor: pointer; overflow: hidden; text-overflow: ellipsis; }
.lookup [role=option][aria-selected=true], .lookup [role=option]:hover { background: var(--hover); }
.lookup .none { color: var(--muted); cursor: default; }
.message { flex: none; display: flex; align-items: center; gap: 8px; margin: 0 16px 8px; padding: 8px 12px; border-radius: 4px; border: 1px solid; }
main > .message { margin: 0; }
.message.info { background: var(--card); border-color: var(--line); }
.message.info .icon { width: 16px; height: 16px; }
.message.good { background: var(--good-soft); border-color: var(--good-edge); }
.message.good .icon { color: var(--good); }
.small { display: inline-flex; align-items: center; gap: 6px; height: 28px; padding: 0 10px; border: 1px solid var(--edge); border-radius: 4px; background: var(--card); }
.small:hover { background: var(--hover); }
.small .icon { width: 16px; height: 16px; }
.quiet { color: var(--muted); }
.notes h2 { padding: 12px 16px; font-size: 16px; line-height: 22px; font-weight: 600; }
.notes li { display: flex; gap: 12px; padding: 12px 16px; border-top: 1px solid var(--hair); }
.notes li > div { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.notes .text { white-space: pre-wrap; }
.card:not(.gridded) .notes { grid-column: 1 / -1; }
.found { background: var(--brand-soft); }
.found p { padding: 12px 16px; }
.found .grid tbody tr:hover { background: none; }

.dialog { width: min(480px, calc(100vw - 32px)); padding: 24px; border: 0; border-radius: 8px; background: var(--card); color: var(--text); box-shadow: 0 0 8px rgb(0 0 0 / .12), 0 32px 64px rgb(0 0 0 / .14); }
.dialog::backdrop { background: rgb(0 0 0 / .4); }
.dialog h2 { padding-bottom: 12px; font-size: 20px; line-height: 28px; font-weight: 600; }
.dialog p { white-space: pre-wrap; overflow-wrap: anywhere; }
.dialog form { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; padding-top: 24px; }
.dialog.framed { display: flex; flex-direction: column; max-width: calc(100vw - 16px); padding: 0; }
.dialog.framed:not([open]) { display: none; }
.dialog-head { display: flex; align-items: center; padding: 12px 12px 12px 24px; }
.dialog.framed h2 { flex: 1; padding: 0; }
.dialog.framed iframe { flex: 1; border: 0; }
.dialog.side { margin: 0 0 0 auto; height: 100vh; max-height: 100vh; border-radius: 0; background: var(--card); }
.progress-cover { position: fixed; inset: 0; z-index: 20; display: grid; place-content: center; justify-items: center; gap: 16px; background: rgb(0 0 0 / .5); color: #fff; }
.spinner { width: 40px; height: 40px; border: 3px solid rgb(255 255 255 / .35); border-top-color: #fff; border-radius: 50%; animation: turn 1s linear infinite; }
@keyframes turn { to { transform: rotate(360deg); } }
@media (prefers-reduced-motion: reduce) { .spinner { animation-duration: 6s; } }

.panes { display: flex; flex: none; min-width: 0; }
#pane-tabs { display: none; flex-direction: column; gap: 4px; flex: none; width: 48px; padding: 8px 4px; background: var(--nav); border-left: 1px solid var(--line); }
.with-panes #pane-tabs { display: flex; }
#pane-panels { display: none; flex: none; min-width: 0; }
.pane-open #pane-panels { display: flex; }
.pane-tab { position: relative; display: grid; place-items: center; width: 40px; height: 40px; border: 0; border-radius: 4px; background: none; }
.pane-tab:hover { background: var(--nav-hover); }
.pane-tab[aria-selected=true] { background: var(--card); }
.pane-tab[aria-selected=true]::before { content: ""; position: absolute; right: 0; top: 8px; bottom: 8px; width: 3px; border-radius: 2px; background: var(--brand); }
.pane-tab.badged::after { content: attr(data-badge); position: absolute; top: 2px; right: 2px; min-width: 10px; min-height: 10px; padding: 0 4px; border-radius: 8px; background: #c50f1f; color: #fff; font-size: 10px; line-height: 16px; }
.pane { position: relative; display: flex; flex-direction: column; width: var(--pane-width, 340px); max-width: calc(100vw - 48px); background: var(--card); border-left: 1px solid var(--line); }
.pane-head { flex: none; display: flex; align-items: center; gap: 8px; min-height: 56px; padding: 8px 12px 8px 20px; }
.pane h2 { flex: 1; font-size: 20px; line-height: 28px; font-weight: 600; }
.pane iframe { flex: 1; width: 100%; border: 0; }
.grip { position: absolute; z-index: 2; left: -3px; top: 0; bottom: 0; width: 6px; cursor: col-resize; touch-action: none; }
.grip:hover, .grip:focus-visible { background: var(--brand); outline: none; }

.bare main { padding: 8px; }
.nav-toggled .side { width: 53px; }
.nav-toggled .side h2, .nav-toggled .side .label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.nav-toggled .area .icon { display: none; }
.nav-toggled .areas .label { position: static; width: auto; height: auto; clip-path: none; }
@media (max-width: 900px) {
  .side { width: 53px; }
  .side h2, .side .label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .area .icon { display: none; }
  .areas .label { position: static; width: auto; height: auto; clip-path: none; }
  .nav-toggled .side { width: 220px; }
  .nav-toggled .side h2, .nav-toggled .side .label { position: static; width: auto; height: auto; clip-path: none; }
  .hint, .brand { display: none; }
  .pane-open #pane-panels { position: fixed; z-index: 4; top: 48px; bottom: 0; right: 48px; box-shadow: var(--float); }
}
@media (max-width: 640px) {
  main { padding: 8px; }
  .person .name { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .side { width: 45px; }
  .nav-toggled .side { position: fixed; z-index: 5; top: 48px; bottom: 0; left: 0; width: 240px; box-shadow: var(--float); }
  .hamburger { margin: 4px 2px 0; }
  .entries a { margin: 1px 2px; }
  .area { padding: 0 10px; }
  .waffle { width: 40px; }
  .search, .search label { width: 100%; max-width: none; }
  .head, .column > .card, .record .title { padding-left: 12px; padding-right: 12px; }
  .field { grid-template-columns: minmax(0, 1fr); gap: 0; padding: 4px 0; }
  .field > .label, .field .value { padding: 2px 0; }
  .facts div { padding: 0 12px 0 0; border-left: 0; }
  .card.whole { min-height: 260px; }
  .pane-open .panes { display: flex; flex: none; min-width: 0; }
#pane-tabs { display: none; }
  .pane-open #pane-panels { right: 0; }
  .pane { width: 100vw; max-width: 100vw; }
}
@media (forced-colors: active) {
  .card, main > .commands, .bar, .flyout, .dialog, .pane { border: 1px solid CanvasText; }
  .entries a[aria-current]::before, .tabs button[aria-selected=true]::after, .pane-tab[aria-selected=true]::before { background: Highlight; }
  input[type=checkbox] { appearance: auto; }
}
`;
