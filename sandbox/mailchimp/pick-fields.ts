/**
 * `fields` and `exclude_fields`: one or the other, dot paths into the answer.
 * https://mailchimp.com/developer/marketing/docs/methods-parameters/#partial-responses
 */

import { invalid } from './problem';
import type { Query } from './query';
import { isJson, type Json } from './request-body';

/** Leaves what was asked for. `example` is an answer with every property that may appear, to tell a wrong path from an absent value. */
export function pickFields(query: Query, example: Json): (body: Json) => Json {
  const fields = pathsOf(query, 'fields');
  const excluded = pathsOf(query, 'exclude_fields');
  if (fields !== null && excluded !== null) {
    throw invalid({ field: 'fields', message: 'Use either fields or exclude_fields, not both.' });
  }
  for (const path of [...(fields ?? []), ...(excluded ?? [])]) {
    if (!exists(example, path)) {
      throw invalid({
        field: fields === null ? 'exclude_fields' : 'fields',
        message: `"${path.join('.')}" is no field.`,
      });
    }
  }
  if (fields !== null) {
    const tree = treeOf(fields);
    return (body) => keep(body, tree);
  }
  if (excluded !== null) {
    const tree = treeOf(excluded);
    return (body) => drop(body, tree);
  }
  return (body) => body;
}

/** An empty tree stands for everything below. */
type Tree = Map<string, Tree>;

function pathsOf(query: Query, name: 'fields' | 'exclude_fields'): string[][] | null {
  const text = query.text(name);
  if (text === undefined || text === '') return null;
  return text.split(',').map((path) => path.trim().split('.'));
}

function exists(value: unknown, path: string[]): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return true;
  const inner: unknown = Array.isArray(value) ? value[0] : value;
  if (!isJson(inner)) return false;
  // An open object, such as merge_fields of an example, takes any name.
  if (Object.keys(inner).length === 0) return true;
  return first in inner && exists(inner[first], rest);
}

function treeOf(paths: string[][]): Tree {
  const root: Tree = new Map();
  for (const path of paths) {
    let node = root;
    path.forEach((name, depth) => {
      const known = node.get(name);
      const next: Tree = known ?? new Map();
      const last = depth === path.length - 1;
      if (known !== undefined && known.size === 0) {
        // A shorter path has asked for everything here already.
        node = new Map();
        return;
      }
      if (last) next.clear();
      node.set(name, next);
      node = next;
    });
  }
  return root;
}

function keep(value: Json, tree: Tree): Json {
  const kept: Json = {};
  for (const [name, inner] of tree) {
    if (name in value) kept[name] = inner.size === 0 ? value[name] : below(value[name], inner, keep);
  }
  return kept;
}

function drop(value: Json, tree: Tree): Json {
  const kept: Json = {};
  for (const [name, inner] of Object.entries(value)) {
    const excluded = tree.get(name);
    if (excluded === undefined) kept[name] = inner;
    else if (excluded.size > 0) kept[name] = below(inner, excluded, drop);
  }
  return kept;
}

function below(value: unknown, tree: Tree, step: (value: Json, tree: Tree) => Json): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (isJson(item) ? step(item, tree) : item));
  return isJson(value) ? step(value, tree) : value;
}
