/** What was measured in one stretch of time. */
export interface Bin {
  /** The middle of the stretch, ms. */
  readonly at: number
  readonly mean: number
  readonly least: number
  readonly most: number
}

/**
 * Gathers measurements, in the order of their moments, into so many equal stretches of a time of
 * this length; stretches without any are left out.
 */
export function binned<T extends { readonly at: number }>(
  measured: readonly T[],
  value: (one: T) => number,
  { length, count }: { readonly length: number; readonly count: number },
): Bin[] {
  const bins: Bin[] = []
  const width = length / count
  let next = 0
  for (let bin = 0; bin < count; bin++) {
    const end = (bin + 1) * width
    let [many, sum, least, most] = [0, 0, Infinity, -Infinity]
    for (; next < measured.length && measured[next]!.at < end; next++) {
      const one = value(measured[next]!)
      many++
      sum += one
      least = Math.min(least, one)
      most = Math.max(most, one)
    }
    if (many > 0) bins.push({ at: end - width / 2, mean: sum / many, least, most })
  }
  return bins
}
