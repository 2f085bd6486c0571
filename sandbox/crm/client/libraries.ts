/** Script web resources that a ribbon names, loaded once, and the functions in them. */
const loaded = new Map<string, Promise<void>>();

/** A function may stand inside an object: AudienceSync.syncAudience. */
export async function functionOf(library: string, name: string): Promise<(...given: unknown[]) => unknown> {
  await load(library);
  const found = name.split('.').reduce<unknown>((inside, part) => memberOf(inside, part), window);
  if (typeof found !== 'function') throw new Error(`The library ${library} has no function ${name}.`);
  return (...given) => {
    const answer: unknown = Reflect.apply(found, undefined, given);
    return answer;
  };
}

function load(library: string): Promise<void> {
  const known = loaded.get(library) ?? insert(library);
  loaded.set(library, known);
  return known;
}

function insert(library: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `/WebResources/${library.split('/').map(encodeURIComponent).join('/')}`;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      loaded.delete(library);
      reject(new Error(`The library ${library} cannot be loaded.`));
    });
    document.head.append(script);
  });
}

function memberOf(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}
