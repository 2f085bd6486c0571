/** The script of the shell: gives the window Xrm and brings each page to life as it is opened. */
import { setUpBell } from './bell';
import { setUpFlyouts } from './flyouts';
import { setUpForm, type OpenForm } from './form';
import { setUpGrid } from './grid';
import { setUpLookup } from './lookup';
import { go, startNavigation } from './navigate';
import { pageState } from './state';
import { showTimes } from './times';
import { xrm } from './xrm';

let form: OpenForm | null = null;

function opened(): void {
  showTimes(document);
  const { record } = pageState();
  form = record === null ? null : setUpForm(record);
  const around = {
    go,
    back: () => history.back(),
    save: () => (form === null ? Promise.resolve(true) : form.save()),
  };
  for (const section of document.querySelectorAll<HTMLElement>('[data-grid]')) {
    setUpGrid(section, around, form?.context ?? null);
  }
  for (const box of document.querySelectorAll<HTMLElement>('.lookup')) setUpLookup(box);
}

Object.assign(window, { Xrm: xrm });
startNavigation({ opened, isDirty: () => form?.isDirty() ?? false });
setUpFlyouts();
setUpBell();
opened();
