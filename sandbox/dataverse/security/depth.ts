/** How far a privilege reaches: own rows, those of the business unit, of the units below it as well, all. */
export const depths = { Basic: 1, Local: 2, Deep: 4, Global: 8 } as const;

export type DepthName = keyof typeof depths;

/** As role privileges store it. https://learn.microsoft.com/power-apps/developer/data-platform/reference/entities/roleprivileges */
export type Depth = (typeof depths)[DepthName];

export const isDepthName = (text: string | undefined): text is DepthName =>
  text !== undefined && Object.hasOwn(depths, text);

export const depthName = (depth: Depth): DepthName =>
  depth === depths.Global ? 'Global' : depth === depths.Deep ? 'Deep' : depth === depths.Local ? 'Local' : 'Basic';

export const isDepth = (value: unknown): value is Depth => value === 1 || value === 2 || value === 4 || value === 8;
