import { mark, type Shape } from './mark.ts'
import type { Scale } from './scale.ts'
import { COLOURS, type Colour, element, group, short, words } from './svg.ts'

/** A rectangle of the paper in which something is drawn, in pixels. */
export interface Frame {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** What a colour stands for: an area is shown as a square, a band as a pale one. */
export interface Legend {
  readonly words: string
  readonly colour: Colour
  readonly as: 'line' | 'area' | 'band' | 'dashes' | Shape
}

/** One drawing with its name, its legend and its axes. */
export interface Panel {
  readonly frame: Frame
  readonly name: string
  readonly legend: readonly Legend[]
  readonly x: Scale
  readonly y: Scale
  readonly yText: (value: number) => string
  /** Labels under the frame; left out where the panel below has the same. */
  readonly xText?: (value: number) => string
}

/** A point in values. */
export type Point = readonly [x: number, y: number]

/** Everything of a panel but what it shows. */
export function framed({ frame, name, legend, x, y, yText, xText }: Panel): string {
  const { left, right, top, bottom } = frame
  const across = y.ticks.map(tick =>
    element('line', { x1: left, x2: right, y1: y(tick), y2: y(tick), class: 'grid' }),
  )
  const down = x.ticks.map(tick =>
    element('line', { x1: x(tick), x2: x(tick), y1: top, y2: bottom, class: 'grid' }),
  )
  const beside = y.ticks.map(tick =>
    words(yText(tick), { x: left - 8, y: y(tick) + 4, 'text-anchor': 'end' }),
  )
  const below = x.ticks.map(tick =>
    xText === undefined
      ? ''
      : words(xText(tick), { x: x(tick), y: bottom + 18, 'text-anchor': 'middle' }),
  )
  const base = element('line', { x1: left, x2: right, y1: bottom, y2: bottom, class: 'axis' })
  const title = words(name, { x: left, y: top - 12, class: 'name' })
  return group({}, ...across, ...down, base, ...beside, ...below, title, keyed(frame, legend))
}

/** How strong the colour of a band is, 0–1. */
export const BAND = 0.28

/** The width of a letter of the legend, about. */
const LETTER = 6.6
const SWATCH = 16

/** The legend, right-aligned over the frame. */
function keyed({ right, top }: Frame, legend: readonly Legend[]): string {
  let end = right
  const entries = legend.toReversed().map(({ words: text, colour, as }) => {
    const begin = end - text.length * LETTER
    end = begin - SWATCH - 24
    const sign = signOf({ colour, as }, begin - SWATCH - 6, top - 16.5)
    return sign + words(text, { x: begin, y: top - 12 })
  })
  return entries.join('')
}

/** What stands before the words of a legend, from `x` on and around `y`. */
function signOf({ colour, as }: Omit<Legend, 'words'>, x: number, y: number): string {
  const fill = COLOURS[colour]
  if (as === 'area' || as === 'band') {
    const square = { x: x + 3, y: y - 5.5, width: 11, height: 11, rx: 2 }
    const opacity = String(as === 'band' ? BAND : 1)
    return element('rect', { ...square, fill, 'fill-opacity': opacity })
  }
  if (as !== 'line' && as !== 'dashes') return mark(as, [x + SWATCH / 2, y], colour)
  return element('line', {
    x1: x,
    x2: x + SWATCH,
    y1: y,
    y2: y,
    stroke: fill,
    'stroke-width': 2.5,
    ...(as === 'dashes' ? { 'stroke-dasharray': '5 3' } : {}),
  })
}

/** A line through points. */
export const lineThrough = (
  points: readonly Point[],
  { x, y }: Pick<Panel, 'x' | 'y'>,
  colour: Colour,
): string =>
  element('path', {
    d: path(points, x, y),
    fill: 'none',
    stroke: COLOURS[colour],
    'stroke-width': 1.8,
    'stroke-linejoin': 'round',
  })

/** The area between two lines, which have as many points. */
export const areaBetween = (
  upper: readonly Point[],
  lower: readonly Point[],
  { x, y }: Pick<Panel, 'x' | 'y'>,
  { colour, opacity = 1 }: { readonly colour: Colour; readonly opacity?: number },
): string =>
  upper.length === 0
    ? ''
    : element('path', {
        d: `${path(upper, x, y)}L${path(lower.toReversed(), x, y).slice(1)}Z`,
        fill: COLOURS[colour],
        'fill-opacity': String(opacity),
      })

/** A level that holds all along. */
export const level = ({ frame, y }: Panel, value: number, colour: Colour): string =>
  element('line', {
    x1: frame.left,
    x2: frame.right,
    y1: y(value),
    y2: y(value),
    stroke: COLOURS[colour],
    'stroke-width': 1.8,
    'stroke-dasharray': '6 4',
  })

function path(points: readonly Point[], x: Scale, y: Scale): string {
  return points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${short(x(a))} ${short(y(b))}`).join('')
}
