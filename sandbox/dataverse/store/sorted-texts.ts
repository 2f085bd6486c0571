/** Texts in order. Additions are sorted in when the order is asked for, so that many of them cost little. */
export class SortedTexts {
  private texts: string[] = [];
  private added: string[] = [];
  private dropped = 0;

  /** `isCurrent` tells texts that still stand for something from those that were dropped. */
  constructor(private readonly isCurrent: (text: string) => boolean) {}

  add(text: string): void {
    this.added.push(text);
  }

  /** One of the texts no longer stands for anything. */
  drop(): void {
    this.dropped++;
  }

  /** The current texts from `low` on, up to and with `high`. */
  *between(low: string, high?: string): Generator<string> {
    this.settle();
    const { texts } = this;
    for (let at = this.firstFrom(low); at < texts.length; at++) {
      const text = texts[at] ?? '';
      if (high !== undefined && text > high) return;
      if (this.isCurrent(text)) yield text;
    }
  }

  /** How many there are between two texts, dropped ones included. */
  countBetween(low: string, high?: string): number {
    this.settle();
    const end = high === undefined ? this.texts.length : this.firstFrom(`${high}\0`);
    return Math.max(0, end - this.firstFrom(low));
  }

  private firstFrom(low: string): number {
    let from = 0;
    let to = this.texts.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.texts[middle] ?? '') < low) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private settle(): void {
    if (this.dropped > 1000 && this.dropped > this.texts.length / 2) {
      this.texts = this.texts.filter(this.isCurrent);
      this.dropped = 0;
    }
    if (this.added.length === 0) return;
    const added = this.added.sort();
    this.added = [];
    this.texts = this.texts.length === 0 ? withoutDoubles(added) : merged(this.texts, added);
  }
}

const withoutDoubles = (sorted: readonly string[]): string[] => sorted.filter((text, at) => text !== sorted[at - 1]);

function merged(left: readonly string[], right: readonly string[]): string[] {
  const result: string[] = [];
  let at = 0;
  let last: string | undefined;
  const take = (text: string) => {
    if (text !== last) result.push(text);
    last = text;
  };
  for (const text of right) {
    while (at < left.length && (left[at] ?? '') < text) take(left[at++] ?? '');
    take(text);
  }
  while (at < left.length) take(left[at++] ?? '');
  return result;
}
