/** A numbering of texts, the first one 0: twelve bytes for each, whatever its length. */
export class CompactKeys {
  private count = 0;
  private high = new Uint32Array(1 << 10);
  private low = new Uint32Array(1 << 10);
  /** Number + 1, or 0 for a free place; twice as many places as keys at least. */
  private places = new Uint32Array(1 << 12);

  get size(): number {
    return this.count;
  }

  /** The number of the key, a new one where it has none yet. */
  add(key: string): number {
    const [high, low] = hashOf(key);
    const place = this.placeOf(high, low);
    const known = this.places[place] ?? 0;
    if (known !== 0) return known - 1;
    if (this.count === this.high.length) {
      this.high = grown(this.high, this.count);
      this.low = grown(this.low, this.count);
    }
    this.high[this.count] = high;
    this.low[this.count] = low;
    this.count += 1;
    this.places[place] = this.count;
    if (this.count * 2 > this.places.length) this.spread();
    return this.count - 1;
  }

  /** -1 for a key that has none. */
  find(key: string): number {
    const [high, low] = hashOf(key);
    return (this.places[this.placeOf(high, low)] ?? 0) - 1;
  }

  private placeOf(high: number, low: number): number {
    const last = this.places.length - 1;
    for (let place = (low ^ high) & last; ; place = (place + 1) & last) {
      const known = this.places[place] ?? 0;
      if (known === 0 || (this.high[known - 1] === high && this.low[known - 1] === low)) return place;
    }
  }

  private spread(): void {
    this.places = new Uint32Array(this.places.length * 2);
    for (let number = 0; number < this.count; number += 1) {
      this.places[this.placeOf(this.high[number] ?? 0, this.low[number] ?? 0)] = number + 1;
    }
  }
}

export function grown(column: Uint32Array<ArrayBuffer>, atLeast: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(roomFor(column, atLeast));
  larger.set(column);
  return larger;
}

/** With room for half as many again. */
export const roomFor = (column: { length: number }, atLeast: number): number =>
  Math.ceil(Math.max(atLeast, column.length) * 1.5) + 16;

/** 64 bits in two halves: among four million keys two have the same once in two million times. */
function hashOf(key: string): [high: number, low: number] {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < key.length; index += 1) {
    const code = key.charCodeAt(index);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return [high >>> 0, low >>> 0];
}
