/** Where a value stands on paper, and which values are worth a label. */
export interface Scale {
  /** Pixels from the paper's left or top edge; values off the ends stand on them. */
  (value: number): number
  readonly ticks: readonly number[]
}

/** From one end of a stretch to the other. */
export type Ends = readonly [from: number, to: number]

/** Equal steps for equal differences. */
export function linear(values: Ends, pixels: Ends, steps: number): Scale {
  const [from, to] = values
  const [first, last] = pixels
  const place = (value: number): number =>
    first + ((clamped(value, values) - from) / (to - from || 1)) * (last - first)
  return Object.assign(place, { ticks: roundValues(values, steps) })
}

/** Equal steps for equal ratios; values are above 0. A label for each power of ten. */
export function logarithmic(values: Ends, pixels: Ends): Scale {
  const ends: Ends = [Math.log10(values[0]), Math.log10(values[1])]
  const inner = linear(ends, pixels, 1)
  const place = (value: number): number => inner(Math.log10(clamped(value, values)))
  const ticks: number[] = []
  for (let power = Math.ceil(ends[0] - 1e-9); power <= ends[1] + 1e-9; power++)
    ticks.push(10 ** power)
  return Object.assign(place, { ticks })
}

/** About so many round values between two ends, both included where they are round. */
export function roundValues([from, to]: Ends, count: number): number[] {
  const step = roundUp((to - from) / count)
  const values: number[] = []
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9; n++)
    values.push(Number((n * step).toPrecision(12)))
  return values
}

/** The next number up of the form 1, 2 or 5 times a power of ten; 1 for nothing. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 5, 10].find(one => one * power >= value * (1 - 1e-9))!
  return step * power
}

const clamped = (value: number, [from, to]: Ends): number => Math.max(from, Math.min(to, value))
